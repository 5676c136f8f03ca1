package org.grievances.loader;

/**
 * A row that was not applied.
 *
 * @param line of the file at which it begins
 * @param text as it is in the file
 * @param status of its item; null for a row that was not processed
 * @param reason why
 */
record FailedRow(long line, String text, Integer status, Reason reason) {
  static final int INVALID = 400;

  /** A row that cannot be sent. */
  static FailedRow ofUnsent(Row row) {
    return new FailedRow(row.line(), row.original(), INVALID, row.error());
  }

  /** A row that was not processed. */
  static FailedRow untried(Row row) {
    return new FailedRow(row.line(), row.original(), null, Reason.NONE);
  }
}
