package org.grievances.activity;

import java.util.regex.Pattern;

/**
 * Sanitizes text of callers, or of other software, for a log line: it cannot start another line,
 * end a quotation, or change how a terminal shows the rest.
 */
public final class LogText {
  private static final Pattern WHITESPACE = Pattern.compile("[\\s\\u0085\\u2028\\u2029]+");

  /** Control characters and what is invisible, such as the marks that reverse a line. */
  private static final Pattern INVISIBLE = Pattern.compile("\\p{C}");

  private LogText() {}

  /** One line of visible characters. */
  public static String line(String text) {
    return INVISIBLE.matcher(WHITESPACE.matcher(text).replaceAll(" ")).replaceAll("?");
  }

  /** One line that is safe between double quotes, truncated to a number of characters. */
  public static String value(String text, int maxLength) {
    String line = line(text).replace('"', '\'');
    return line.codePointCount(0, line.length()) <= maxLength
        ? line
        : line.substring(0, line.offsetByCodePoints(0, maxLength)) + "…";
  }
}
