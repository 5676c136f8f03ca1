/** CSV helpers shared by the service and the loading program. */
package org.grievances.csv;
