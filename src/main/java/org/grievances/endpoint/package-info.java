/**
 * The operations that all records have, over HTTP: single records, lists, exports and batches.
 * Resources only name their tables.
 */
package org.grievances.endpoint;
