package org.grievances.loader;

import java.nio.file.Path;
import java.util.Locale;

/** Prints at the end of a load how many rows it sent, how fast, and why some failed. */
final class Summary {
  private final Totals before;
  private final long began = System.nanoTime();
  private final RowErrors errors = new RowErrors();

  /**
   * Begins to measure the time.
   *
   * @param before what was done before
   */
  Summary(Totals before) {
    this.before = before;
  }

  /** The errors of this load, to be added to. */
  RowErrors errors() {
    return errors;
  }

  /**
   * @param file with the failed rows; null for none
   */
  void print(String created, String updated, Totals totals, Path file) {
    System.out.printf(
        Locale.ROOT,
        "%,d rows: %,d %s, %,d %s, %,d failed; %s%n",
        totals.all(),
        totals.created(),
        created,
        totals.updated(),
        updated,
        totals.failed(),
        speed(totals));
    errors.lines().forEach(System.out::println);
    if (file != null && totals.failed() > 0) {
      System.out.println("The failed rows are in " + file);
    }
  }

  private String speed(Totals totals) {
    double seconds = (System.nanoTime() - began) / 1e9;
    double speed = (totals.all() - before.all()) / Math.max(seconds, 1e-3);
    return String.format(Locale.ROOT, "%.1f s, %,.0f rows a second", seconds, speed);
  }
}
