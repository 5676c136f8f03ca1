package org.grievances.jobs;

import jakarta.ejb.EJBException;
import java.time.Duration;
import java.util.function.ToIntFunction;
import org.grievances.failure.FailureException;
import org.grievances.failure.RetryPolicy;

/**
 * Retries the steps of a job after failures of a request: after the time that the failure names,
 * and longer after each further one.
 */
final class JobRetries {
  static final Duration MAX_DELAY = Duration.ofSeconds(15);
  private static final Duration MIN_DELAY = Duration.ofSeconds(1);

  private JobRetries() {}

  static RetryPolicy of(ToIntFunction<Exception> maxAttempts) {
    return RetryPolicy.of(e -> isRetried(e) ? maxAttempts.applyAsInt(e) : 1)
        .withDelay((e, attempt) -> atMost(retryAfter(e).multipliedBy(attempt)));
  }

  static Duration atMost(Duration delay) {
    return delay.compareTo(MAX_DELAY) < 0 ? delay : MAX_DELAY;
  }

  private static boolean isRetried(Exception e) {
    return e instanceof FailureException || e instanceof EJBException;
  }

  private static Duration retryAfter(Exception e) {
    return e instanceof FailureException failure
        ? failure.retryAfter().orElse(MIN_DELAY)
        : MIN_DELAY;
  }
}
