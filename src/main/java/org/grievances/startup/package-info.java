/** Checks of the configuration when the server starts. */
package org.grievances.startup;
