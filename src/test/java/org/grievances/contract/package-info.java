/** Integration tests of the HTTP API, which send requests over HTTPS to a running server. */
package org.grievances.contract;
