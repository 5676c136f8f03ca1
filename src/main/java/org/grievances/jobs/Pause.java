package org.grievances.jobs;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.grievances.failure.FailureException;

/** A pause of a job, which ends when the server stops. */
final class Pause {
  private static final Duration MIN = Duration.ofSeconds(1);
  private static final Duration MAX = Duration.ofSeconds(15);
  private static final Duration STOP_CHECK_INTERVAL = Duration.ofMillis(200);

  private Pause() {}

  /**
   * Waits after a failed attempt, longer after each further one.
   *
   * @param attempts the number of attempts that have failed in a row
   * @param stopping ends the pause when it becomes true
   */
  static void after(RuntimeException failed, int attempts, BooleanSupplier stopping) {
    of(retryAfter(failed).multipliedBy(attempts), stopping);
  }

  /**
   * Waits for a time, but at most for fifteen seconds.
   *
   * @param stopping ends the pause when it becomes true
   */
  static void of(Duration time, BooleanSupplier stopping) {
    long end = System.nanoTime() + (time.compareTo(MAX) < 0 ? time : MAX).toNanos();
    for (long left = end - System.nanoTime();
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

  private static Duration retryAfter(RuntimeException failed) {
    return failed instanceof FailureException failure ? failure.retryAfter().orElse(MIN) : MIN;
  }
}
