/** Hashes of secrets and contents. */
package org.grievances.digest;
