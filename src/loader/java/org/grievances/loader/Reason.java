package org.grievances.loader;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Why a row was not applied: {@code Line 4: issue_Date: required; and 2 more}, {@code Line 5 has 2
 * fields, but the header row has 3}, or a text without a line.
 *
 * @param line 0 if none is named
 * @param text that follows the line
 */
record Reason(long line, String text) {
  static final Reason NONE = new Reason(0, "");

  private static final String LINE = "Line ";
  private static final Pattern AT_LINE =
      Pattern.compile(LINE + "(\\d{1,18})((?:: | ).*)", Pattern.DOTALL);
  private static final Pattern SEPARATOR = Pattern.compile("^(?:: | )");
  private static final Pattern TOO_LONG = Pattern.compile("\\d+ characters, at most (\\d+)$");
  private static final Pattern TOO_SHORT = Pattern.compile("\\d+ characters, at least (\\d+)$");
  private static final Pattern FIELDS =
      Pattern.compile("^has \\d+ fields, but the header row has \\d+$");
  private static final Pattern FURTHER = Pattern.compile("^and \\d+ more$");

  /** Errors of some members. */
  static Reason ofMembers(long line, List<String> errors) {
    return new Reason(line, ": " + String.join("; ", errors));
  }

  /** An error of the row as a whole. */
  static Reason ofRow(long line, String error) {
    return new Reason(line, " " + error);
  }

  /** Parses the text of an outcome. */
  static Reason parse(String said) {
    Matcher atLine = AT_LINE.matcher(said);
    return atLine.matches()
        ? new Reason(Long.parseLong(atLine.group(1)), atLine.group(2))
        : new Reason(0, said);
  }

  /** The same with the line of the file instead of that of the request, if one is named. */
  Reason at(long lineOfFile) {
    return line == 0 ? this : new Reason(lineOfFile, text);
  }

  /** The kinds of its errors, without what differs from row to row. */
  Stream<String> kinds() {
    String errors = line == 0 ? text : SEPARATOR.matcher(text).replaceFirst("");
    return Stream.of(errors.split("; ")).map(Reason::kind);
  }

  private static String kind(String error) {
    String kind = TOO_LONG.matcher(error).replaceFirst("more than $1 characters");
    kind = TOO_SHORT.matcher(kind).replaceFirst("fewer than $1 characters");
    kind =
        FIELDS.matcher(kind).replaceFirst("the row has more or fewer fields than the header row");
    return FURTHER.matcher(kind).replaceFirst("further errors of the same rows");
  }

  @Override
  public String toString() {
    return line == 0 ? text : LINE + line + text;
  }
}
