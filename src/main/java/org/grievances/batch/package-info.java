/**
 * The batch engine: applies the items of a batch in one transaction as they are read, and reports
 * an outcome for each item. It knows records only through the description of their table.
 */
package org.grievances.batch;
