package org.grievances.loader;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.Charset;

/**
 * Splits a text into those of its JSON objects, so that one that is malformed or too large concerns
 * no other; in an array, other values too.
 */
final class JsonTexts implements AutoCloseable {
  /** A longer object is not held in memory; the service would refuse it. */
  private static final int MAX_LENGTH = 12 * Row.MAX_TOKEN;

  private static final int BUFFER = 16 * 1024;
  private static final int END = -1;

  /** The characters of numbers, {@code true}, {@code false} and {@code null}. */
  private static final String SCALAR = "0123456789+-.eEtrufalsn";

  private final Reader in;
  private final Charset charset;
  private final boolean isOnePerLine;
  private final char[] buffer = new char[BUFFER];
  private int position;
  private int limit;
  private long line = 1;
  private boolean isAfterReturn;
  private boolean hasLineEnded;
  private boolean isBegun;
  private boolean isInArray;
  private StringBuilder object = new StringBuilder();
  private boolean isTooLong;

  /**
   * The text of an object, or of what is in its place in an array.
   *
   * @param line at which it begins
   * @param text null if it is too long
   */
  record Text(long line, String text) {}

  /**
   * @param isOnePerLine whether each line is one, else they are in an array or follow each other
   */
  JsonTexts(Reader in, Charset charset, boolean isOnePerLine) {
    this.in = in;
    this.charset = charset;
    this.isOnePerLine = isOnePerLine;
  }

  /** Whether anything but blanks has been read. */
  boolean isBegun() {
    return isBegun;
  }

  /**
   * The next one; null after the last.
   *
   * @throws ExitException when the text is no JSON that can be split
   */
  Text next() {
    try {
      return isOnePerLine ? nextLine() : nextObject();
    } catch (IOException e) {
      throw FileText.failure(e, charset);
    }
  }

  private Text nextLine() throws IOException {
    int c = skipBlanks();
    if (c == END) {
      return null;
    }
    isBegun = true;
    long begin = line;
    for (; c != END && c != '\n' && c != '\r'; c = read()) {
      append(c);
    }
    return finish(begin);
  }

  private Text nextObject() throws IOException {
    int c = skipBlanks();
    if (!isBegun && c == '[') {
      isInArray = true;
      c = skipBlanks();
      if (c != ']') {
        isBegun = true;
        return element(c);
      }
    } else if (isInArray && c == ',') {
      return element(skipBlanks());
    }
    isBegun |= c != END;
    if (isInArray) {
      if (c != ']' || skipBlanks() != END) {
        throw malformed();
      }
      isInArray = false;
      return null;
    }
    if (c == END) {
      return null;
    }
    if (c != '{') {
      throw malformed();
    }
    return nested(c);
  }

  /** An element of an array that is no object is a text of its own. */
  private Text element(int first) throws IOException {
    if (first == '{' || first == '[' || first == '"') {
      return nested(first);
    }
    long begin = line;
    int c = first;
    while (SCALAR.indexOf(c) >= 0) {
      append(c);
      c = read();
    }
    boolean isEnded = c <= ' ' || c == ',' || c == ']';
    if (object.isEmpty() || c == END || !isEnded) {
      throw malformed();
    }
    // A comma or a bracket is still to be read.
    position -= c > ' ' ? 1 : 0;
    return finish(begin);
  }

  /** An object, an array or a string. */
  private Text nested(int first) throws IOException {
    long begin = line;
    append(first);
    boolean isInString = first == '"';
    for (int depth = isInString ? 0 : 1; depth > 0 || isInString; ) {
      int c = read();
      if (c == END) {
        throw malformed();
      }
      // Between tokens they are blanks, and an object goes to one line.
      append(isLineEnd(c) && !isInString ? ' ' : c);
      if (isInString && c == '\\') {
        append(read());
      } else if (c == '"') {
        isInString = !isInString;
      } else if (!isInString) {
        depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
      }
    }
    return finish(begin);
  }

  private void append(int c) {
    isTooLong |= object.length() >= MAX_LENGTH;
    if (!isTooLong && c != END) {
      object.append((char) c);
    }
  }

  private Text finish(long begin) {
    Text text = new Text(begin, isTooLong ? null : object.toString());
    if (object.capacity() > BUFFER) {
      object = new StringBuilder();
    }
    object.setLength(0);
    isTooLong = false;
    return text;
  }

  private int skipBlanks() throws IOException {
    int c = read();
    while (c != END && c <= ' ') {
      c = read();
    }
    return c;
  }

  private static boolean isLineEnd(int c) {
    return c == '\n' || c == '\r';
  }

  private int read() throws IOException {
    if (position == limit) {
      position = 0;
      limit = Math.max(0, in.read(buffer));
      if (limit == 0) {
        return END;
      }
    }
    char c = buffer[position++];
    // A line begins after its end was read, so that what ends it is still on it.
    if (hasLineEnded && !(isAfterReturn && c == '\n')) {
      line++;
      hasLineEnded = false;
    }
    hasLineEnded |= isLineEnd(c);
    isAfterReturn = c == '\r';
    return c;
  }

  private ExitException malformed() {
    return ExitException.ended(
        "The file is not an array of JSON objects: see line %d. What comes before it may have been loaded; correct the file, and load it again with --restart."
            .formatted(line));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
