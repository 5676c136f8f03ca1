/**
 * What reading and writing CSV takes besides its parser, in the service and in the loading program.
 */
package org.grievances.csv;
