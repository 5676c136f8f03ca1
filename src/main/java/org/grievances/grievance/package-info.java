/** Grievances: the record and its operations over HTTP. */
package org.grievances.grievance;
