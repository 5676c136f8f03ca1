/** What operators look at, with the programs that they look with. */
package org.grievances.monitoring;
