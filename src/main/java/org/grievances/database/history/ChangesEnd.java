package org.grievances.database.history;

import java.time.Instant;

/**
 * How far the changes of a database can be read in their order.
 *
 * @param following the number above all that changes have got
 * @param end the number below which every change is committed or rolled back
 * @param since before which no change from the end on was made
 * @param heldSeconds how long the oldest transaction that has changed records is open; NaN if that
 *     is not known
 */
public record ChangesEnd(long following, long end, Instant since, double heldSeconds) {}
