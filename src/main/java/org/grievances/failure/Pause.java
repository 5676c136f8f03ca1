package org.grievances.failure;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A pause, which ends early when the server stops. */
public final class Pause {
  private static final Duration STOP_CHECK_INTERVAL = Duration.ofMillis(200);

  private Pause() {}

  /**
   * Waits for a time.
   *
   * @param stopping ends the pause when it becomes true
   */
  public static void of(Duration time, BooleanSupplier stopping) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos();
        left > 0 && !stopping.getAsBoolean();
        left = end - System.nanoTime()) {
      try {
        TimeUnit.NANOSECONDS.sleep(Math.min(left, STOP_CHECK_INTERVAL.toNanos()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
