/** The changes to all grievances, in the order of their commits, for those who keep a copy. */
package org.grievances.changes;
