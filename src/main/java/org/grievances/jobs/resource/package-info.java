/** The HTTP operations of jobs. */
package org.grievances.jobs.resource;
