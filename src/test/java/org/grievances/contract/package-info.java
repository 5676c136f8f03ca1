/** What callers rely on, seen from outside: requests over HTTPS to a real server. */
package org.grievances.contract;
