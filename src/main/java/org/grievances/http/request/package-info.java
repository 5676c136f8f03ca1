/** The content of a request: its parameters, media types, body and caller. */
package org.grievances.http.request;
