package org.grievances.loader;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A row that was not applied.
 *
 * @param line of the file at which it begins; {@link #UNKNOWN} where nobody tells it
 * @param text as it was sent
 * @param status of its item
 * @param reason why
 */
record FailedRow(long line, String text, int status, String reason) {
  static final int INVALID = 400;

  /** The line of a row where nobody tells it. */
  static final long UNKNOWN = 0;

  private static final Pattern LINE = Pattern.compile("^Line (\\d+)(?:: | )");

  /** A row that the service has told of, with the line that its reason names. */
  static FailedRow told(String status, String reason) {
    Matcher line = LINE.matcher(reason);
    return new FailedRow(
        line.lookingAt() ? Long.parseLong(line.group(1)) : UNKNOWN,
        "",
        Integer.parseInt(status),
        reason);
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
