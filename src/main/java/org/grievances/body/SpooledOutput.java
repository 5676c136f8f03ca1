package org.grievances.body;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;

/** Buffers output in a temporary file until all of it is sent. */
public final class SpooledOutput extends OutputStream {
  private static final int BUFFER_BYTES = 16 * 1024;
  private static final Duration RETRY = Duration.ofSeconds(10);

  private final Spool.Share room;
  private final SpoolFile file = SpoolFile.create();
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int buffered;

  /**
   * @param room that the file uses until this is closed
   */
  public SpooledOutput(Spool.Share room) {
    this.room = room;
  }

  @Override
  public void write(int one) {
    write(new byte[] {(byte) one}, 0, 1);
  }

  /**
   * @throws FailureException {@code OVERLOADED} if there is no room for it
   */
  @Override
  public void write(byte[] bytes, int offset, int length) {
    for (int written = 0; written < length; ) {
      int part = Math.min(length - written, BUFFER_BYTES - buffered);
      System.arraycopy(bytes, offset + written, buffer, buffered, part);
      buffered += part;
      written += part;
      if (buffered == BUFFER_BYTES) {
        append();
      }
    }
  }

  private void append() {
    try {
      room.take(buffered);
    } catch (FailureException e) {
      throw new FailureException(
          ProblemType.OVERLOADED,
          "There is no room here for all of this export now; export parts, with keyFrom and keyTo,"
              + " or try again.",
          RETRY);
    }
    file.append(buffer, buffered);
    buffered = 0;
  }

  /** How many bytes were written. */
  public long size() {
    return room.taken() + buffered;
  }

  /** Sends all that was written. */
  public void sendTo(OutputStream out) throws IOException {
    append();
    try (InputStream written = file.open()) {
      written.transferTo(out);
    }
  }

  @Override
  public void close() {
    try (room) {
      file.close();
    }
  }
}
