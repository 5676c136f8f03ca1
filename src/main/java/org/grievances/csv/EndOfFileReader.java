package org.grievances.csv;

import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;
import java.util.Arrays;

/**
 * Leaves out the characters {@code ^Z} at the end of a text, with which DOS and transfers from
 * mainframes end or fill a file: they would be part of the last field of a last line without an
 * end.
 */
public final class EndOfFileReader extends Reader {
  private static final char END_OF_FILE = '\u001A';

  private final PushbackReader text;

  /** How many were read that other text follows, and that are still to be returned. */
  private long held;

  public EndOfFileReader(Reader text) {
    this.text = new PushbackReader(text);
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    if (held > 0) {
      return readHeld(buffer, offset, length);
    }
    int count = text.read(buffer, offset, length);
    if (count <= 0 || buffer[offset + count - 1] != END_OF_FILE || isFollowed()) {
      return count;
    }
    while (count > 0 && buffer[offset + count - 1] == END_OF_FILE) {
      count--;
    }
    return count == 0 ? -1 : count;
  }

  private int readHeld(char[] buffer, int offset, int length) {
    int count = (int) Math.min(held, length);
    Arrays.fill(buffer, offset, offset + count, END_OF_FILE);
    held -= count;
    return count;
  }

  /** Whether other text follows; holds the characters before it. */
  private boolean isFollowed() throws IOException {
    long more = 0;
    int next = text.read();
    while (next == END_OF_FILE) {
      more++;
      next = text.read();
    }
    if (next < 0) {
      return false;
    }
    text.unread(next);
    held = more;
    return true;
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
