/** What reading CSV needs besides its parser, in the service and in the loading program. */
package org.grievances.csv;
