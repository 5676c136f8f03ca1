package org.grievances.body;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;

/**
 * A stream that must end within a time limit. The limit is checked before each read, and Liberty
 * reads in parts of 32 KiB; if no data arrives at all, Liberty's own timeout ends the request.
 */
public final class TimedStream extends FilterInputStream {
  private final Duration limit;
  private final long begun = System.nanoTime();

  public TimedStream(InputStream in, Duration limit) {
    super(in);
    this.limit = limit;
  }

  @Override
  public int read() throws IOException {
    checkTime();
    return super.read();
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    checkTime();
    return super.read(buffer, offset, length);
  }

  /** The container closes the underlying stream. */
  @Override
  public void close() {}

  private void checkTime() {
    if (System.nanoTime() - begun > limit.toNanos()) {
      throw new FailureException(
          ProblemType.REQUEST_TIMEOUT,
          "The body did not arrive within " + limit.toSeconds() + " seconds.");
    }
  }
}
