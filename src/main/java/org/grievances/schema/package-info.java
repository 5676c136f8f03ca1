/**
 * What a record is: its type, its fields and their limits, the codes that it may hold, and who
 * changed it when. Depends on neither JSON nor a database.
 */
package org.grievances.schema;
