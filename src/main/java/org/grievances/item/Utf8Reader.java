package org.grievances.item;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.nio.charset.StandardCharsets;

/**
 * Reads and counts the characters of a JSON text in UTF-8. Malformed bytes and tokens that are too
 * long cause an exception; a byte order mark is skipped (RFC 8259, section 8.1).
 */
final class Utf8Reader extends PushbackReader {
  private static final int BYTE_ORDER_MARK = 0xFEFF;

  private long count;

  Utf8Reader(InputStream in) throws IOException {
    super(new InputStreamReader(new BoundedTokens(in), StandardCharsets.UTF_8.newDecoder()));
    int first = super.read();
    if (first >= 0 && first != BYTE_ORDER_MARK) {
      unread(first);
    }
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    count += Math.max(0, read);
    return read;
  }

  /** The number of characters read so far. */
  long count() {
    return count;
  }
}
