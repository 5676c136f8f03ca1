package org.grievances.jobs;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.grievances.failure.FailureException;

/** A pause of a job, which ends when the server stops. */
final class Pause {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(15);
  private static final Duration STOPPING_SEEN = Duration.ofMillis(200);

  private Pause() {}

  /**
   * Waits between two attempts at something that failed, longer each time.
   *
   * @param attempts that have failed in a row
   * @param stopping ends it
   */
  static void after(RuntimeException failed, int attempts, BooleanSupplier stopping) {
    of(retryAfter(failed).multipliedBy(attempts), stopping);
  }

  /**
   * Waits for a time, or for fifteen seconds if it is longer.
   *
   * @param stopping ends it
   */
  static void of(Duration time, BooleanSupplier stopping) {
    long end = System.nanoTime() + (time.compareTo(LONGEST) < 0 ? time : LONGEST).toNanos();
    for (long left = end - System.nanoTime();
        left > 0 && !stopping.getAsBoolean();
        left = end - System.nanoTime()) {
      try {
        TimeUnit.NANOSECONDS.sleep(Math.min(left, STOPPING_SEEN.toNanos()));
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static Duration retryAfter(RuntimeException failed) {
    return failed instanceof FailureException failure
        ? failure.retryAfter().orElse(SHORTEST)
        : SHORTEST;
  }
}
