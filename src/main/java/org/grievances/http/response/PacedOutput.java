package org.grievances.http.response;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.grievances.activity.Activity;

/**
 * Aborts a response whose client reads it too slowly. Only the time that the server waits for the
 * client counts. If the client reads nothing at all, the server's own timeout ends the response.
 */
final class PacedOutput extends FilterOutputStream {
  private static final Logger LOGGER = Logger.getLogger(PacedOutput.class.getName());

  /** The waiting time over which the rate is measured, so that a short pause is tolerated. */
  private static final long WINDOW_NANOS = Duration.ofSeconds(30).toNanos();

  private final long minBytesPerSecond;
  private final Duration maxDuration;
  private final long begun = System.nanoTime();
  private long written;
  private long waitedInWindow;
  private long writtenInWindow;

  PacedOutput(OutputStream out, long minBytesPerSecond, Duration maxDuration) {
    super(out);
    this.minBytesPerSecond = minBytesPerSecond;
    this.maxDuration = maxDuration;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    long before = System.nanoTime();
    if (before - begun > maxDuration.toNanos()) {
      throw cutOff("it took longer than " + maxDuration.toSeconds() + " seconds");
    }
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      if (System.nanoTime() - before > WINDOW_NANOS) {
        throw cutOff("its reader took nothing of it");
      }
      throw e;
    }
    written += length;
    writtenInWindow += length;
    waitedInWindow += System.nanoTime() - before;
    if (waitedInWindow > WINDOW_NANOS) {
      checkRate();
    }
  }

  private void checkRate() throws IOException {
    long rate = writtenInWindow * Duration.ofSeconds(1).toNanos() / waitedInWindow;
    if (rate < minBytesPerSecond) {
      throw cutOff("its reader took " + rate + " bytes a second");
    }
    writtenInWindow = 0;
    waitedInWindow = 0;
  }

  private IOException cutOff(String reason) {
    String message = "A response was cut off after " + written + " bytes: " + reason + ".";
    Activity.log(LOGGER, Level.WARNING, message);
    return new IOException(message);
  }
}
