package org.grievances.item;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of a JSON text. Throws a {@link TokenTooLongException} before a string, name or number
 * of more than 1 MiB is passed on completely, because a parser holds each of them in memory.
 */
final class BoundedTokens extends FilterInputStream {
  static final int MAX_BYTES = 1024 * 1024;

  private boolean inText;
  private boolean escaped;
  private int length;
  private long begin;

  /** The number of bytes of the text that precede the first byte of the buffer. */
  private long before;

  /** A token of the text exceeds the maximum length. */
  static final class TokenTooLongException extends IOException {
    private static final long serialVersionUID = 1L;

    private final long begin;

    private TokenTooLongException(long begin) {
      this.begin = begin;
    }

    /** The position of the token's first byte in the text, counted from 1. */
    long begin() {
      return begin;
    }
  }

  BoundedTokens(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int count) throws IOException {
    int read = super.read(buffer, offset, count);
    int end = offset + Math.max(0, read);
    before -= offset;
    for (int next = offset; next < end; ) {
      next = inText ? followText(buffer, next, end) : followOthers(buffer, next, end);
    }
    before += end;
    return read;
  }

  /** Scans to the end of a string, which starts after its opening quote. */
  private int followText(byte[] buffer, int from, int end) throws TokenTooLongException {
    boolean afterBackslash = escaped;
    int next = from;
    while (next < end && (afterBackslash || buffer[next] != '"')) {
      afterBackslash = !afterBackslash && buffer[next] == '\\';
      next++;
    }
    escaped = afterBackslash;
    lengthen(next - from);
    if (next == end) {
      return end;
    }
    inText = false;
    length = 0;
    return next + 1;
  }

  /** Scans to the start of a string. A number ends at the first byte that cannot be part of one. */
  private int followOthers(byte[] buffer, int from, int end) throws TokenTooLongException {
    int next = from;
    while (next < end && buffer[next] != '"') {
      if (isOfNumber(buffer[next])) {
        begin = length == 0 ? before + next : begin;
        lengthen(1);
      } else {
        length = 0;
      }
      next++;
    }
    if (next == end) {
      return end;
    }
    inText = true;
    length = 0;
    begin = before + next;
    return next + 1;
  }

  private void lengthen(int bytes) throws TokenTooLongException {
    length += bytes;
    if (length > MAX_BYTES) {
      throw new TokenTooLongException(begin + 1);
    }
  }

  private static boolean isOfNumber(byte b) {
    return b >= '0' && b <= '9' || b == '-' || b == '+' || b == '.' || b == 'e' || b == 'E';
  }
}
