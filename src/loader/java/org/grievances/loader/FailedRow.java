package org.grievances.loader;

import java.util.regex.Pattern;

/**
 * A row that was not applied.
 *
 * @param line of the file at which it begins
 * @param text as it was sent
 * @param status of its item
 * @param reason why
 */
record FailedRow(long line, String text, int status, String reason) {
  static final int INVALID = 400;
  private static final Pattern LINE = Pattern.compile("^Line \\d+: ");

  /** A reason that names the line of the request, with that of the file instead. */
  static String atLine(long line, String reason) {
    return LINE.matcher(reason).replaceFirst("Line " + line + ": ");
  }

  /** The reason without its line. */
  String withoutLine() {
    return LINE.matcher(reason).replaceFirst("");
  }
}
