package org.grievances.loader;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.function.CheckedSupplier;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Tries again what may succeed later: after the time that the service asks for, else after longer
 * and longer pauses. It ends when nothing has succeeded for too long, counted over all threads.
 */
final class Patience {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);
  private static final double JITTER = 0.25;

  private final Duration longest;
  private final RetryPolicy<Object> policy;
  private Instant failingSince;

  /**
   * @param longest without any success
   * @param told hears why there is a pause
   */
  Patience(Duration longest, Consumer<String> told) {
    this.longest = longest;
    this.policy =
        RetryPolicy.builder()
            .handle(RetryException.class)
            .withBackoff(FIRST_PAUSE, LONGEST_PAUSE)
            .withJitter(JITTER)
            .withDelayFnOn(context -> pause(context.getLastException()), RetryException.class)
            .withMaxRetries(-1)
            .abortIf((result, failure) -> failure instanceof RetryException && isExhausted())
            .onRetry(event -> told.accept(event.getLastException().getMessage()))
            .build();
  }

  /** The shortest of what the service asks for and what is left; negative to leave it open. */
  private Duration pause(RetryException failure) {
    if (failure.after() == null) {
      return Duration.ofMillis(-1);
    }
    return failure.after().compareTo(longest) < 0 ? failure.after() : longest;
  }

  private synchronized boolean isExhausted() {
    if (failingSince == null) {
      failingSince = Instant.now();
    }
    return Duration.between(failingSince, Instant.now()).compareTo(longest) >= 0;
  }

  /** Something succeeded. */
  synchronized void renew() {
    failingSince = null;
  }

  /**
   * @throws StopException when it failed for too long
   */
  <T> T get(CheckedSupplier<T> attempt) {
    try {
      T result = Failsafe.with(policy).get(attempt);
      renew();
      return result;
    } catch (RetryException e) {
      throw StopException.stopped(
          "Nothing succeeded for %d seconds; the last time: %s"
              .formatted(longest.toSeconds(), e.getMessage()));
    } catch (FailsafeException e) {
      throw StopException.stopped("Interrupted");
    }
  }
}
