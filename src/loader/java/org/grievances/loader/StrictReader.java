package org.grievances.loader;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;

/** Decodes text strictly; an error has the line and column of the malformed input. */
final class StrictReader extends Reader {
  private static final int BUFFER = 16 * 1024;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final InputStream in;
  private final CharsetDecoder decoder;
  private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).flip();
  private boolean isAtStart = true;
  private boolean isAtEnd;
  private long line = 1;
  private long column = 1;
  private boolean isAfterReturn;

  /** The text is not in its charset. */
  static final class MalformedTextException extends CharacterCodingException {
    private static final long serialVersionUID = 1L;

    private final long line;
    private final long column;

    MalformedTextException(long line, long column) {
      this.line = line;
      this.column = column;
    }

    long line() {
      return line;
    }

    long column() {
      return column;
    }
  }

  /** Skips a byte order mark. */
  StrictReader(InputStream in, Charset charset) {
    this.in = in;
    this.decoder = charset.newDecoder();
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    CharBuffer text = CharBuffer.wrap(buffer, offset, length).slice();
    while (text.position() == 0) {
      CoderResult result = decoder.decode(bytes, text, isAtEnd);
      if (text.position() > 0 || result.isOverflow()) {
        break;
      }
      if (result.isError()) {
        throw new MalformedTextException(line, column);
      }
      if (isAtEnd) {
        return -1;
      }
      fill();
    }
    count(buffer, offset, text.position());
    return withoutMark(buffer, offset, text.position());
  }

  private void fill() throws IOException {
    bytes.compact();
    int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
    isAtEnd = read < 0;
    bytes.position(bytes.position() + Math.max(0, read)).flip();
  }

  private int withoutMark(char[] buffer, int offset, int length) throws IOException {
    boolean isMark = isAtStart && length > 0 && buffer[offset] == BYTE_ORDER_MARK;
    isAtStart = isAtStart && length == 0;
    if (!isMark) {
      return length;
    }
    column--;
    System.arraycopy(buffer, offset + 1, buffer, offset, length - 1);
    return length > 1 ? length - 1 : read(buffer, offset, 1);
  }

  /** Counts lines that end with LF, CR or both, and characters; a pair of surrogates is one. */
  private void count(char[] buffer, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      char c = buffer[i];
      if (c == '\r' || c == '\n') {
        line += c == '\n' && isAfterReturn ? 0 : 1;
        column = 1;
      } else if (!Character.isLowSurrogate(c)) {
        column++;
      }
      isAfterReturn = c == '\r';
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
