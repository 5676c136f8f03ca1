/** The metrics of the service. */
package org.grievances.metrics;
