/** What is checked of the configuration when the server starts. */
package org.grievances.startup;
