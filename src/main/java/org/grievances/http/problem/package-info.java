/** Problems as callers see them (RFC 9457), and their pages. */
package org.grievances.http.problem;
