/** {@code mvn -Pbench}: how fast the service is, beside what its database does by itself. */
package org.grievances.bench;
