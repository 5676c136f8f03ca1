package org.grievances.batch;

/**
 * How to run a batch, depending on how earlier attempts ended.
 *
 * @param rowByRow whether rows that the database refuses are found and left out, at the cost of a
 *     savepoint for each statement
 * @param tableLocked whether other transactions are kept from writing to the table meanwhile
 */
record Attempt(boolean rowByRow, boolean tableLocked) {
  static final Attempt FIRST = new Attempt(false, false);

  Attempt thenRowByRow() {
    return new Attempt(true, tableLocked);
  }

  Attempt thenTableLocked() {
    return new Attempt(rowByRow, true);
  }
}
