/**
 * The engine: reads the items of a batch as they stream in, applies them in one transaction, and
 * answers item by item. It knows records only by the description of their table.
 */
package org.grievances.batch;
