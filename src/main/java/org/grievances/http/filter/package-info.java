/** The filters that every request passes before its operation. */
package org.grievances.http.filter;
