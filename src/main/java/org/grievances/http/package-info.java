/**
 * The HTTP layer: request parameters, envelope, problems, filters, and the only place where a
 * failure becomes a response.
 */
package org.grievances.http;
