/** TLS of the connections that the service makes and takes. */
package org.grievances.tls;
