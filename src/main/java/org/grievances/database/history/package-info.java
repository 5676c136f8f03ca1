/** The history of records: every change, with who made it. */
package org.grievances.database.history;
