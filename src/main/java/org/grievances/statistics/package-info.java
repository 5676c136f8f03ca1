/** Statistics of grievances: how many there are by codes and periods, counted by the database. */
package org.grievances.statistics;
