package org.grievances.batch;

/**
 * How a batch is run, given how earlier attempts at it ended.
 *
 * @param careful rows that the database refuses are found and left out, at the price of a savepoint
 *     for each statement
 * @param exclusive no other transaction may write to the table meanwhile
 */
record Attempt(boolean careful, boolean exclusive) {
  static final Attempt FIRST = new Attempt(false, false);

  Attempt carefully() {
    return new Attempt(true, exclusive);
  }

  Attempt exclusively() {
    return new Attempt(careful, true);
  }
}
