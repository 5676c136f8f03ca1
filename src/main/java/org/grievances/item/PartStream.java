package org.grievances.item;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.gzip.FastGzip;

/** Compresses a part, which is held in memory, and counts its bytes. */
public final class PartStream extends FilterOutputStream {
  /** The size at which a part is complete. */
  static final int FULL = 4 * 1024 * 1024;

  /** The maximum length of an item. */
  static final int MAX_ITEM_BYTES = 8 * 1024 * 1024;

  private final ByteArrayOutputStream gzip;
  private int bytes;

  private PartStream(ByteArrayOutputStream gzip) throws IOException {
    super(new FastGzip(gzip));
    this.gzip = gzip;
  }

  public static PartStream open() throws IOException {
    return new PartStream(new ByteArrayOutputStream());
  }

  @Override
  public void write(int one) throws IOException {
    count(1);
    out.write(one);
  }

  @Override
  public void write(byte[] some, int offset, int length) throws IOException {
    count(length);
    out.write(some, offset, length);
  }

  private void count(int more) {
    bytes += more;
    checkItem(bytes - FULL);
  }

  /**
   * Checks how large an item is.
   *
   * @throws FailureException {@code TOO_LARGE} if it has too many bytes
   */
  public static void checkItem(int bytes) {
    if (bytes > MAX_ITEM_BYTES) {
      throw new FailureException(
          ProblemType.TOO_LARGE,
          "An item of a job has more than " + MAX_ITEM_BYTES + " bytes; shorten it.");
    }
  }

  public boolean isFull() {
    return bytes >= FULL;
  }

  /** Ends the part. */
  public byte[] finish() throws IOException {
    close();
    return gzip.toByteArray();
  }
}
