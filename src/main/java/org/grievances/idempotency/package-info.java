/**
 * Repeatable requests: each is applied once, and a repeat gets the response to the first request.
 */
package org.grievances.idempotency;
