package org.grievances.loader;

/**
 * The treatment of apostrophes in a file that look like those of a {@link
 * org.grievances.csv.FormulaGuard}.
 */
enum Guard {
  /** The user says that the file is guarded. */
  REMOVE,
  /** The user says that it is not. */
  KEEP,
  /** The file has columns that the service writes, so the apostrophes are removed. */
  RECOGNIZED,
  /** The file has no such columns, so the apostrophes are kept. */
  NOT_RECOGNIZED;

  boolean isTakenOff() {
    return this == REMOVE || this == RECOGNIZED;
  }

  /** Reports that they are removed, unless the user chose so. */
  void sayTakenOff(Display display) {
    if (this == RECOGNIZED) {
      display.say(
          "The file has the columns of an export or of failed rows: apostrophes before what a spreadsheet would run are taken off; --no-guarded keeps them.");
    }
  }

  /**
   * Reports that they were kept, unless the user chose so.
   *
   * @param rows how many have them
   */
  void sayKept(Display display, long rows) {
    if (this == NOT_RECOGNIZED && rows > 0) {
      display.say(
          "%,d rows have an apostrophe before what a spreadsheet would run. It was kept; if the file is an edited export, load it with --guarded."
              .formatted(rows));
    }
  }
}
