package org.grievances.jobs;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.grievances.failure.FailureException;

/** The time between two attempts at something that failed: longer each time. */
final class Pause {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(15);
  private static final Duration STOPPING_SEEN = Duration.ofMillis(200);

  private Pause() {}

  /**
   * @param attempts that have failed in a row
   * @param stopping ends it
   */
  static void after(RuntimeException failed, int attempts, BooleanSupplier stopping) {
    Duration wait = retryAfter(failed).multipliedBy(attempts);
    long until = System.nanoTime() + (wait.compareTo(LONGEST) < 0 ? wait : LONGEST).toNanos();
    while (System.nanoTime() < until && !stopping.getAsBoolean()) {
      try {
        Thread.sleep(STOPPING_SEEN.toMillis());
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
