/** The conditions of requests (RFC 9110, section 13): entity tags and what they must match. */
package org.grievances.http.condition;
