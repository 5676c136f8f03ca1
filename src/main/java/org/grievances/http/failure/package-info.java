/**
 * The response to a request that fails, whoever refuses it: the service, JAX-RS or the container.
 */
package org.grievances.http.failure;
