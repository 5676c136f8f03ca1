package org.grievances.loader;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.failsafe.function.CheckedSupplier;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Retries requests that may succeed later: after the delay that the service asks for, else with
 * exponential backoff. Gives up when nothing has succeeded for too long, across all threads.
 */
final class RetryDelays {
  private static final Duration INITIAL_DELAY = Duration.ofMillis(250);
  private static final Duration MAX_DELAY = Duration.ofSeconds(20);
  private static final double JITTER = 0.25;

  private final Duration maxWait;
  private final RetryPolicy<Object> policy;
  private Instant failingSince;

  /**
   * @param maxWait the longest time the longest time without any success
   * @param listener receives the reason of each pause
   */
  RetryDelays(Duration maxWait, Consumer<String> listener) {
    this.maxWait = maxWait;
    this.policy =
        RetryPolicy.builder()
            .handle(RetryException.class)
            .withBackoff(INITIAL_DELAY, MAX_DELAY)
            .withJitter(JITTER)
            .withDelayFnOn(context -> pause(context.getLastException()), RetryException.class)
            .withMaxRetries(-1)
            .abortIf((result, failure) -> failure instanceof RetryException && isExhausted())
            .onRetry(event -> listener.accept(event.getLastException().getMessage()))
            .build();
  }

  /** The delay that the service asks for, limited to the maximum; negative for backoff. */
  private Duration pause(RetryException failure) {
    if (failure.after() == null) {
      return Duration.ofMillis(-1);
    }
    return failure.after().compareTo(maxWait) < 0 ? failure.after() : maxWait;
  }

  private synchronized boolean isExhausted() {
    if (failingSince == null) {
      failingSince = Instant.now();
    }
    return Duration.between(failingSince, Instant.now()).compareTo(maxWait) >= 0;
  }

  /** Restarts the maximum time after a success. */
  synchronized void reset() {
    failingSince = null;
  }

  /**
   * @throws ExitException when it failed for too long
   */
  <T> T get(CheckedSupplier<T> attempt) {
    try {
      T result = Failsafe.with(policy).get(attempt);
      reset();
      return result;
    } catch (RetryException e) {
      throw ExitException.stopped(
          "Nothing succeeded for %d seconds; the last time: %s"
              .formatted(maxWait.toSeconds(), e.getMessage()));
    } catch (FailsafeException e) {
      throw ExitException.stopped("Interrupted");
    }
  }
}
