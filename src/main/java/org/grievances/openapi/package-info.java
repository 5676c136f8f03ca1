/** The OpenAPI document that the service publishes at {@code /openapi}. */
package org.grievances.openapi;
