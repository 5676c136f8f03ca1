package org.grievances.database;

/**
 * The size of a database; {@code NaN} before it is measured.
 *
 * @param historyRows the approximate number of rows of its history
 */
record DatabaseSize(double bytes, double historyRows) {
  static final DatabaseSize UNKNOWN = new DatabaseSize(Double.NaN, Double.NaN);
}
