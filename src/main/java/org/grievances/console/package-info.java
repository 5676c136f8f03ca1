/** The pages of the console, as files; what they show comes from the API. */
package org.grievances.console;
