/** Records one at a time: created, read, updated and deleted by their keys, in any table. */
package org.grievances.records;
