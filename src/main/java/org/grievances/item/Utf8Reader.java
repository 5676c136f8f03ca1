package org.grievances.item;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.nio.charset.StandardCharsets;

/**
 * The characters of a JSON text in UTF-8, counted. Malformed bytes and tokens that are too long are
 * reported; a byte order mark is passed over (RFC 8259, section 8.1).
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

  /** How many characters were read so far. */
  long count() {
    return count;
  }
}
