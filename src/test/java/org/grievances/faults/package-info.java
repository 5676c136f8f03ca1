/** Tests of what holds when the server or a database fails. */
package org.grievances.faults;
