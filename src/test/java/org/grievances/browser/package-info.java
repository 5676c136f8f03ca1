/** The console, used in a browser as people use it. */
package org.grievances.browser;
