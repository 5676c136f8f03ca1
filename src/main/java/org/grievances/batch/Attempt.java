package org.grievances.batch;

/**
 * How to run a batch, depending on how earlier attempts ended.
 *
 * @param careful whether rows that the database refuses are found and left out, at the cost of a
 *     savepoint for each statement
 * @param exclusive whether other transactions are kept from writing to the table meanwhile
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
