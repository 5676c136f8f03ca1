package org.grievances.csv;

import java.util.regex.Pattern;

/**
 * Keeps spreadsheets from running a text of CSV as a formula: an apostrophe goes before anything
 * that one could read as a cell with a formula.
 *
 * <p>Spreadsheets of some locales split a row at semicolons, and then a line break within quotes
 * ends the row. A cell can therefore begin not only where the text does, but also after each
 * semicolon, tab, CR or LF within it. It is guarded if its first character is a sign that begins a
 * formula, or would be once white space, quotes and invisible characters before it are dropped. A
 * text that begins with a tab, CR or LF is guarded as well; one that is a negative integer and
 * nothing else is not, so that keys stay numbers.
 *
 * <p>A text that is already guarded gets one more apostrophe, so that {@code unguard(guard(text))}
 * is the text, whatever it is.
 */
public final class FormulaGuard {
  private static final char APOSTROPHE = '\'';

  /** The characters that begin a formula; the full-width ones do in East Asian locales. */
  private static final String SIGNS = "=+-@\uFF1D\uFF0B\uFF0D\uFF20";

  /** Matches what cannot continue a number or a formula after a comma. */
  private static final Pattern SAFE_AFTER_COMMA = Pattern.compile("(?![eE][0-9+-])[\\p{L}']");

  /** Some spreadsheets drop them, others split at them. */
  private static final String CONTROLS = "\t\r\n";

  private static final String SEPARATORS = ";" + CONTROLS;

  private FormulaGuard() {}

  /** The text with an apostrophe before each formula. */
  public static String guard(String text) {
    return rewrite(text, true);
  }

  /** The text that {@link #guard} was given. */
  public static String unguard(String text) {
    return rewrite(text, false);
  }

  /**
   * Whether the second of two guarded cells at the beginning of a row must be in quotes. To a
   * spreadsheet that does not split at commas, {@code -5,5+1} is a formula with a decimal comma; a
   * quoted text after the comma makes it none.
   */
  public static boolean mustBeQuoted(String first, String second) {
    return first.startsWith("-")
        && !second.isEmpty()
        && !SAFE_AFTER_COMMA.matcher(second).lookingAt();
  }

  private static String rewrite(String text, boolean isAdded) {
    StringBuilder rewritten = null;
    int copied = 0;
    for (int cell = 0; cell < text.length(); cell = nextCell(text, cell)) {
      if (isFormula(text, cell) && (isAdded || text.charAt(cell) == APOSTROPHE)) {
        rewritten = rewritten == null ? new StringBuilder(text.length() + 8) : rewritten;
        rewritten.append(text, copied, cell).append(isAdded ? "'" : "");
        copied = isAdded ? cell : cell + 1;
      }
    }
    return rewritten == null ? text : rewritten.append(text, copied, text.length()).toString();
  }

  private static int nextCell(String text, int cell) {
    int at = cell;
    while (at < text.length() && SEPARATORS.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return at + 1;
  }

  /** Whether a cell would be run, if not for the apostrophes that it begins with. */
  private static boolean isFormula(String text, int cell) {
    int begin = cell;
    while (begin < text.length() && text.charAt(begin) == APOSTROPHE) {
      begin++;
    }
    int sign = begin;
    while (sign < text.length() && isDropped(text.charAt(sign))) {
      sign++;
    }
    if (sign == text.length()) {
      return false;
    }
    if (CONTROLS.indexOf(text.charAt(sign)) >= 0) {
      return cell == 0 && sign == begin;
    }
    return SIGNS.indexOf(text.charAt(sign)) >= 0 && !(cell == 0 && isNegativeInteger(text, begin));
  }

  private static boolean isDropped(char c) {
    return c == '"'
        || c <= ' ' && SEPARATORS.indexOf(c) < 0
        || c >= '\u007F' && c <= '\u00A0'
        || c == '\u00AD'
        || c == '\u1680'
        || c == '\u180E'
        || c >= '\u2000' && c <= '\u200F'
        || c >= '\u2028' && c <= '\u202F'
        || c >= '\u205F' && c <= '\u206F'
        || c == '\u3000'
        || c == '\uFEFF';
  }

  private static boolean isNegativeInteger(String text, int begin) {
    int end = begin + 1;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return text.charAt(begin) == '-' && end > begin + 1 && end == text.length();
  }
}
