package org.grievances.loader;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Timer;
import java.util.TimerTask;

/** Closes a stream that has delivered nothing for a minute, so that readers do not wait forever. */
final class SilenceGuard extends FilterInputStream {
  private static final long TIMEOUT_NANOS = 60_000_000_000L;
  private static final long CHECK_INTERVAL_MILLIS = 5_000;

  private final Timer timer = new Timer("silence", true);
  private volatile long waitingSince = Long.MAX_VALUE;

  SilenceGuard(InputStream in) {
    super(in);
    timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            look();
          }
        },
        CHECK_INTERVAL_MILLIS,
        CHECK_INTERVAL_MILLIS);
  }

  private void look() {
    long since = waitingSince;
    if (since != Long.MAX_VALUE && System.nanoTime() - since > TIMEOUT_NANOS) {
      try {
        in.close();
      } catch (IOException e) {
        // It ends in any case.
      }
    }
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    waitingSince = System.nanoTime();
    try {
      return super.read(buffer, offset, length);
    } finally {
      waitingSince = Long.MAX_VALUE;
    }
  }

  @Override
  public void close() throws IOException {
    timer.cancel();
    super.close();
  }
}
