/** The caller of a request: a client, and the user it calls for. */
package org.grievances.security.caller;
