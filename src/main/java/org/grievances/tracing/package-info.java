/** What a request does, as spans of its trace (OpenTelemetry). */
package org.grievances.tracing;
