package org.grievances.gzip;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/** The compressed bytes, of which headers and trailers are read one by one. */
final class GzipBytes {
  private static final int BUFFER_BYTES = 32 * 1024;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final CRC32 header = new CRC32();

  /** The range of unread bytes in the buffer. */
  private int from;

  private int to;

  /** The number of bytes before those in the buffer. */
  private long before;

  GzipBytes(InputStream in) {
    this.in = in;
  }

  /** Returns false at the end. */
  private boolean fill() throws IOException {
    before += to;
    from = 0;
    to = 0;
    int read = in.read(buffer);
    to = Math.max(read, 0);
    return read >= 0;
  }

  private boolean hasNext() throws IOException {
    while (from == to) {
      if (!fill()) {
        return false;
      }
    }
    return true;
  }

  /** The next byte, which counts for the checksum of a header. */
  int next() throws IOException {
    if (!hasNext()) {
      throw cut();
    }
    int next = buffer[from++] & 0xff;
    header.update(next);
    return next;
  }

  int nextShort() throws IOException {
    return next() | next() << 8;
  }

  int nextInt() throws IOException {
    return nextShort() | nextShort() << 16;
  }

  void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      next();
    }
  }

  /** Skips to the zero that ends a text. */
  void skipText() throws IOException {
    while (next() != 0) {
      // The checksum of the header needs each byte.
    }
  }

  void beginHeader() {
    header.reset();
  }

  /** The lower half of the checksum of what was read since the header began. */
  int headerChecksum() {
    return (int) header.getValue() & 0xffff;
  }

  /**
   * Returns whether the data ends here, and skips the zeros that may follow it.
   *
   * @throws ZipException if anything but zeros follows a zero
   */
  boolean endHere() throws IOException {
    if (!hasNext()) {
      return true;
    }
    if (buffer[from] != 0) {
      return false;
    }
    while (hasNext()) {
      if (buffer[from] != 0) {
        throw damaged("what follows the last member is not gzip");
      }
      from++;
    }
    return true;
  }

  void feed(Inflater inflater) throws IOException {
    if (!hasNext()) {
      throw cut();
    }
    inflater.setInput(buffer, from, to - from);
    from = to;
  }

  /** Pushes back the bytes that an inflater did not need. */
  void takeBack(Inflater inflater) {
    from = to - inflater.getRemaining();
  }

  ZipException damaged(String what) {
    return new ZipException(
        "The gzip data is damaged at or before byte " + (before + from) + ": " + what + ".");
  }

  private ZipException cut() {
    return new ZipException(
        "The gzip data is not complete: it ends after byte " + (before + from) + ".");
  }

  void close() throws IOException {
    in.close();
  }
}
