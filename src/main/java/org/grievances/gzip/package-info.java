/** Reading gzip data, in the service and in the loading program. */
package org.grievances.gzip;
