/**
 * The schema of records: their fields and limits, the codes that they may hold, and who changed
 * them when. Depends on neither JSON nor a database.
 */
package org.grievances.schema;
