/** Requests that may be sent again: each is applied once, and answered as it was then. */
package org.grievances.idempotency;
