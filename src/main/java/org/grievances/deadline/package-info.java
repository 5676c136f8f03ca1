/** Grievances by their deadlines: the queue, and how many are overdue. */
package org.grievances.deadline;
