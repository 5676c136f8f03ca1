/** Fixtures: a real server with real databases, the secrets it is given, and sample grievances. */
package org.grievances.server;
