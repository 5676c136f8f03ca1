package org.grievances.loader;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A row that was not applied.
 *
 * @param line of the file at which it begins
 * @param text as it is in the file
 * @param status of its item; null for a row that was not processed
 * @param reason why
 */
record FailedRow(long line, String text, Integer status, String reason) {
  static final int INVALID = 400;

  private static final Pattern LINE = Pattern.compile("^Line (\\d+)(?:: | )");

  /** A row that cannot be sent. */
  static FailedRow ofUnsent(Row row) {
    return new FailedRow(row.line(), row.original(), INVALID, row.error());
  }

  /** A row that was not processed. */
  static FailedRow untried(Row row) {
    return new FailedRow(row.line(), row.original(), null, "");
  }

  /** The line that a reason names; 0 for none. */
  static long lineIn(String reason) {
    Matcher line = LINE.matcher(reason);
    return line.lookingAt() ? Long.parseLong(line.group(1)) : 0;
  }

  /** A reason that names the line of the request, with that of the file instead. */
  static String atLine(long line, String reason) {
    return reason.replaceFirst("^Line \\d+", "Line " + line);
  }

  /** The reason without its line. */
  String withoutLine() {
    return LINE.matcher(reason).replaceFirst("");
  }
}
