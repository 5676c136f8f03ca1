/**
 * The manifests for Kubernetes: against its schema, and against what the product says of itself.
 */
package org.grievances.kubernetes;
