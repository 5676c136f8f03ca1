package org.grievances.item;

import java.io.IOException;
import java.io.Reader;

/**
 * The text of NDJSON items. Buffers what was read since the current item began, so that the rest of
 * its line can be skipped and the line be returned as it was sent.
 */
final class ItemText extends Reader {
  private static final int BLOCK = 8 * 1024;

  private final Reader in;
  private final int maxLength;
  private char[] buffer = new char[2 * BLOCK];

  /** Where the current item begins, the next character to read is, and the buffered ones end. */
  private int begin;

  private int next;
  private int end;

  /** The number of the first buffered character, of all. */
  private long first;

  private boolean isWhole = true;

  /**
   * @param maxLength the maximum number of buffered characters of an item
   */
  ItemText(Reader in, int maxLength) {
    this.in = in;
    this.maxLength = maxLength;
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    if (next == end && fill() < 0) {
      return -1;
    }
    int count = Math.min(Math.min(length, BLOCK), end - next);
    System.arraycopy(buffer, next, target, offset, count);
    next += count;
    return count;
  }

  private int fill() throws IOException {
    if (buffer.length - end < BLOCK) {
      makeRoom();
    }
    int read = in.read(buffer, end, BLOCK);
    end += Math.max(read, 0);
    return read;
  }

  private void makeRoom() {
    if (end - begin > maxLength && begin < next - BLOCK) {
      // The last input of the parser may contain the beginning of the next item.
      begin = next - BLOCK;
      isWhole = false;
    }
    int length = end - begin;
    char[] room = length + BLOCK > buffer.length / 2 ? new char[2 * buffer.length] : buffer;
    System.arraycopy(buffer, begin, room, 0, length);
    buffer = room;
    first += begin;
    next -= begin;
    end = length;
    begin = 0;
  }

  /** The number of the next character to read, of all. */
  long position() {
    return first + next;
  }

  /**
   * Discards what precedes the next item.
   *
   * @param position the number of its first character, of all
   */
  void beginItem(long position) {
    begin = (int) (position - first);
    isWhole = true;
  }

  /**
   * Moves past the end of a line.
   *
   * @param position the number of a character in the line, of all
   * @return the text from the beginning of the item to the end of the line; null if it is too long
   */
  String skipLine(long position) throws IOException {
    next = (int) (position - first);
    while (!moveBehindLineEnd() && fill() >= 0) {
      // More of the line is there.
    }
    int length = next - begin;
    return isWhole && length <= maxLength ? new String(buffer, begin, length).strip() : null;
  }

  private boolean moveBehindLineEnd() {
    while (next < end) {
      if (buffer[next++] == '\n') {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
