package org.grievances.schema;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The words of a text: its letters and digits that stand together, in lower case. */
public final class Words {
  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

  private Words() {}

  /** The words of a text, each once. */
  public static List<String> of(String text) {
    return BETWEEN
        .splitAsStream(lowerCase(text))
        .filter(word -> !word.isEmpty())
        .distinct()
        .toList();
  }

  static String lowerCase(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /**
   * Whether a text has a word as a whole.
   *
   * @param text in lower case
   */
  static boolean isIn(String text, String word) {
    for (int start = text.indexOf(word); start >= 0; start = text.indexOf(word, start + 1)) {
      int end = start + word.length();
      boolean begins = start == 0 || !isOfWord(text.codePointBefore(start));
      if (begins && (end == text.length() || !isOfWord(text.codePointAt(end)))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOfWord(int character) {
    return switch (Character.getType(character)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.DECIMAL_DIGIT_NUMBER,
          Character.LETTER_NUMBER,
          Character.OTHER_NUMBER ->
          true;
      default -> false;
    };
  }
}
