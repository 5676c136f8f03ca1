/** Creates, reads, updates and deletes single records by key, in any table. */
package org.grievances.records;
