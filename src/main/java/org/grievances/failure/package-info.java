/** Why requests fail, independently of the protocol they use. */
package org.grievances.failure;
