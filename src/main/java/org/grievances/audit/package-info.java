/** The security events of the service and its refused requests, one log line each. */
package org.grievances.audit;
