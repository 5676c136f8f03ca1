package org.grievances.json;

import java.io.OutputStream;
import tools.jackson.core.io.JsonStringEncoder;

/** One JSON value that can be written as text. */
public interface JsonText {

  /** Writes it as JSON text in UTF-8, and may close the stream. */
  void writeTo(OutputStream out);

  /** A string as JSON text. */
  static String quote(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, quoted);
    return quoted.append('"').toString();
  }

  /** Escapes each lone surrogate, so that the text can be written in UTF-8. */
  static String withEscapes(String text) {
    if (text.chars().noneMatch(character -> Character.isSurrogate((char) character))) {
      return text;
    }
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints().forEach(character -> appendEscaped(escaped, character));
    return escaped.toString();
  }

  private static void appendEscaped(StringBuilder text, int character) {
    if (Character.getType(character) == Character.SURROGATE) {
      text.append("\\u%04x".formatted(character));
    } else {
      text.appendCodePoint(character);
    }
  }
}
