/** The client programs: their API keys, and how many requests each may send. */
package org.grievances.security.client;
