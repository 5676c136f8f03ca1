/** The metrics of requests. */
package org.grievances.http.metrics;
