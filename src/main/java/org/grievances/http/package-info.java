/**
 * The edge: request parameters, envelope, problems, filters, and the one place where a failure
 * becomes a response.
 */
package org.grievances.http;
