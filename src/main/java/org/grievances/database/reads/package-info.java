/** Who has seen which records: what is stored of each read, and how it is written and removed. */
package org.grievances.database.reads;
