/** {@code mvn -Pbench} measures the service and compares it with plain JDBC. */
package org.grievances.bench;
