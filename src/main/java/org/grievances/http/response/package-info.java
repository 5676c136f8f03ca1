/** The response to a request that succeeds: an envelope, a page or lines. */
package org.grievances.http.response;
