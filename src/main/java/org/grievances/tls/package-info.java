/** TLS of the connections that the service makes. */
package org.grievances.tls;
