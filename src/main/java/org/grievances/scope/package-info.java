/** Which records, and which of their members, the caller of the current request may see. */
package org.grievances.scope;
