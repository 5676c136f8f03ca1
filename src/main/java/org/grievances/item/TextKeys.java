package org.grievances.item;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Decides whether a text may be the key of a record that is written. Its address must lead to it,
 * and it must differ visibly from all others: products compare white space at the end differently.
 */
final class TextKeys {
  private static final Pattern SLASH = Pattern.compile("[/\\\\]");

  private TextKeys() {}

  /** The error of a text that may not be a key; empty if it may. */
  static Optional<String> error(String key) {
    if (key.codePoints().anyMatch(TextKeys::isControl)) {
      return Optional.of("holds a control character");
    }
    if (isSpace(key.codePointAt(0)) || isSpace(key.codePointBefore(key.length()))) {
      return Optional.of("begins or ends with white space");
    }
    if (Stream.of(SLASH.split(key, -1)).anyMatch(part -> part.equals(".") || part.equals(".."))) {
      return Optional.of("has a segment of dots, as in a path");
    }
    return Optional.empty();
  }

  private static boolean isControl(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
      default -> false;
    };
  }

  private static boolean isSpace(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }
}
