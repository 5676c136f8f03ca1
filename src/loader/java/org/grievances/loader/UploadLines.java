package org.grievances.loader;

/**
 * Counts the lines of what is uploaded. A row keeps the line that it has in the file, unless that
 * line is already used.
 */
final class UploadLines {
  private long next;

  UploadLines(String header) {
    this.next = 1 + lineEnds(header);
  }

  /** The number of blank lines before a row. */
  long blankLinesBefore(Row row) {
    return Math.max(0, row.line() - next);
  }

  /** Adds a row with its blank lines, and returns the line at which it begins. */
  long add(Row row) {
    long begin = next + blankLinesBefore(row);
    next = begin + 1 + lineEnds(row.text());
    return begin;
  }

  private static int lineEnds(String text) {
    int ends = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
      if (c == '\n' || c == '\r' && !pair) {
        ends++;
      }
    }
    return ends;
  }
}
