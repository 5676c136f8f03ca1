package org.grievances.csv;

import java.io.BufferedReader;
import java.io.IOException;

/** What separates the fields of CSV: commas, semicolons or tabs. */
public final class Separator {
  private static final String SEPARATORS = ",;\t";

  /** The header row must be found in as many characters. */
  private static final int MAX_HEADER = 64 * 1024;

  private Separator() {}

  /**
   * The one that the first line has most of.
   *
   * @param text at its beginning, where it still is afterwards
   */
  public static char of(BufferedReader text) throws IOException {
    text.mark(MAX_HEADER);
    int[] counts = new int[SEPARATORS.length()];
    int read = 0;
    for (int c = text.read(); c >= 0 && c != '\n' && ++read < MAX_HEADER; c = text.read()) {
      int which = SEPARATORS.indexOf(c);
      if (which >= 0) {
        counts[which]++;
      }
    }
    text.reset();
    int most = 0;
    for (int which = 1; which < counts.length; which++) {
      most = counts[which] > counts[most] ? which : most;
    }
    return SEPARATORS.charAt(most);
  }
}
