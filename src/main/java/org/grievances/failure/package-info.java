/** Why requests fail, whatever protocol they came by. */
package org.grievances.failure;
