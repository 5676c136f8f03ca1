package org.grievances.csv;

import java.util.ArrayList;
import java.util.List;

/** Normalizes names of columns as people and spreadsheets write them. */
public final class ColumnNames {
  private ColumnNames() {}

  /**
   * Returns the names in a header row: without white space around them, and {@code column 3} for
   * the third column if it has none.
   *
   * @param header null for an empty field
   */
  public static List<String> of(List<String> header) {
    List<String> names = new ArrayList<>(header.size());
    for (String field : header) {
      String name = field == null ? "" : field.strip();
      names.add(withoutMarks(name).isEmpty() ? "column " + (names.size() + 1) : name);
    }
    return names;
  }

  /** Returns a name without invisible characters, and without blanks around it. */
  public static String withoutMarks(String name) {
    StringBuilder visible = new StringBuilder(name.length());
    name.codePoints()
        .filter(character -> !isInvisible(character) || isBlank(character))
        .map(character -> isBlank(character) ? ' ' : character)
        .forEach(visible::appendCodePoint);
    return visible.toString().strip();
  }

  /** Returns a name with each invisible character as its number, such as {@code [U+200B]}. */
  public static String withVisibleMarks(String name) {
    StringBuilder visible = new StringBuilder(name.length());
    name.codePoints()
        .forEach(
            character -> {
              if (isInvisible(character)) {
                visible.append("[U+%04X]".formatted(character));
              } else {
                visible.appendCodePoint(character);
              }
            });
    return visible.toString();
  }

  /** Whether a text is empty, or has nothing but blanks. */
  public static boolean isBlank(CharSequence text) {
    int at = 0;
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
    return at == text.length();
  }

  private static boolean isBlank(int character) {
    return Character.isWhitespace(character) || Character.isSpaceChar(character);
  }

  private static boolean isInvisible(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      case Character.SPACE_SEPARATOR -> character != ' ';
      default -> false;
    };
  }
}
