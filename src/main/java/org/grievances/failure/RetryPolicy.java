package org.grievances.failure;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * When a task that has failed is run again.
 *
 * @param maxAttempts the maximum number of attempts by the failure of the last one; at most 1 if it
 *     is not retried
 * @param maxTime the time since the first attempt after which no other one begins
 * @param delay between two attempts
 */
public record RetryPolicy(ToIntFunction<Exception> maxAttempts, Duration maxTime, Delay delay) {
  private static final Duration NO_LIMIT = Duration.ofNanos(Long.MAX_VALUE);

  /** A task, which may depend on the number of its attempt, from 1. */
  @FunctionalInterface
  public interface Task<T, E extends Exception> {
    T run(int attempt) throws E;
  }

  /** The time between two attempts. */
  @FunctionalInterface
  public interface Delay {
    Duration after(Exception failure, int attempt);
  }

  /** Retries at once. */
  public static RetryPolicy of(ToIntFunction<Exception> maxAttempts) {
    return new RetryPolicy(maxAttempts, NO_LIMIT, (failure, attempt) -> Duration.ZERO);
  }

  /** Retries at once after failures of one kind. */
  public static RetryPolicy of(Predicate<Exception> kind, int maxAttempts) {
    return of(failure -> kind.test(failure) ? maxAttempts : 1);
  }

  public RetryPolicy within(Duration time) {
    return new RetryPolicy(maxAttempts, time, delay);
  }

  public RetryPolicy withDelay(Delay between) {
    return new RetryPolicy(maxAttempts, maxTime, between);
  }

  /** Runs a task until it succeeds, or fails for the last time. */
  public <T, E extends Exception> T run(Task<T, E> task) throws E {
    return run(task, () -> false);
  }

  /**
   * Runs a task until it succeeds, or fails for the last time.
   *
   * @param stopping ends a delay when it becomes true, and the retries
   */
  public <T, E extends Exception> T run(Task<T, E> task, BooleanSupplier stopping) throws E {
    long start = System.nanoTime();
    for (int attempt = 1; ; attempt++) {
      try {
        return task.run(attempt);
      } catch (Exception e) {
        if (attempt >= maxAttempts.applyAsInt(e)
            || System.nanoTime() - start > maxTime.toNanos()
            || stopping.getAsBoolean()) {
          throw e;
        }
        Pause.of(delay.after(e, attempt), stopping);
      }
    }
  }
}
