package org.grievances.database;

/**
 * How large a database is; not numbers if that was not measured.
 *
 * @param historyRows about how many rows its history has
 */
record DatabaseSize(double bytes, double historyRows) {
  static final DatabaseSize UNKNOWN = new DatabaseSize(Double.NaN, Double.NaN);
}
