/**
 * The engine: applies the items of a batch in one transaction as they stream in, and answers item
 * by item. It knows records only by the description of their table.
 */
package org.grievances.batch;
