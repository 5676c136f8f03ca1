/** The steps of a request, as spans of its trace (OpenTelemetry). */
package org.grievances.tracing;
