package org.grievances.json;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Writes JSON text. A lone surrogate, for which UTF-8 has no bytes, is escaped, so that it is
 * preserved.
 */
public final class JsonWriter extends FilterWriter {
  private static final char NONE = 0;

  /** A high surrogate that waits for its other half. */
  private char high = NONE;

  public JsonWriter(Writer out) {
    super(out);
  }

  /** Writes in UTF-8. */
  public static JsonWriter to(OutputStream out) {
    return new JsonWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
  }

  @Override
  public void write(int character) throws IOException {
    write(new char[] {(char) character}, 0, 1);
  }

  @Override
  public void write(String text, int offset, int length) throws IOException {
    write(text.toCharArray(), offset, length);
  }

  @Override
  public void write(char[] text, int offset, int length) throws IOException {
    int begin = offset;
    for (int at = offset; at < offset + length; at++) {
      if (high != NONE || Character.isSurrogate(text[at])) {
        out.write(text, begin, at - begin);
        writeSurrogate(text[at]);
        begin = at + 1;
      }
    }
    out.write(text, begin, offset + length - begin);
  }

  /** Writes a character that is a surrogate or follows one. */
  private void writeSurrogate(char character) throws IOException {
    if (high != NONE && Character.isLowSurrogate(character)) {
      out.write(new char[] {high, character});
      high = NONE;
      return;
    }
    writeWaiting();
    if (Character.isHighSurrogate(character)) {
      high = character;
    } else if (Character.isLowSurrogate(character)) {
      writeEscape(character);
    } else {
      out.write(character);
    }
  }

  private void writeWaiting() throws IOException {
    if (high != NONE) {
      writeEscape(high);
      high = NONE;
    }
  }

  private void writeEscape(char surrogate) throws IOException {
    out.write("\\u%04x".formatted((int) surrogate));
  }

  /** Ends the text. */
  void finish() throws IOException {
    writeWaiting();
    flush();
  }
}
