/** The changes to all grievances, in the order of their commits, for clients that keep a copy. */
package org.grievances.changes;
