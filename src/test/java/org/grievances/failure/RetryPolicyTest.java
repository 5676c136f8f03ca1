package org.grievances.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
  private final List<Integer> attempts = new ArrayList<>();

  private String failUntil(int last) {
    return failUntil(last, new IllegalStateException("for now"));
  }

  private String failUntil(int last, RuntimeException e) {
    attempts.add(attempts.size() + 1);
    if (attempts.size() < last) {
      throw e;
    }
    return "done";
  }

  private static boolean isTransient(Exception e) {
    return e instanceof IllegalStateException;
  }

  @Test
  void taskIsRunUntilItSucceeds() {
    List<Integer> numbers = new ArrayList<>();
    String result =
        RetryPolicy.of(RetryPolicyTest::isTransient, 5)
            .run(
                attempt -> {
                  numbers.add(attempt);
                  return failUntil(3);
                });
    assertEquals("done", result);
    assertEquals(List.of(1, 2, 3), numbers);
  }

  @Test
  void lastFailureIsThrown() {
    RetryPolicy policy = RetryPolicy.of(RetryPolicyTest::isTransient, 2);
    assertThrows(IllegalStateException.class, () -> policy.run(attempt -> failUntil(3)));
    assertEquals(2, attempts.size());
  }

  @Test
  void failureOfAnotherKindIsNotRetried() {
    RetryPolicy policy = RetryPolicy.of(RetryPolicyTest::isTransient, 5);
    assertThrows(
        IllegalArgumentException.class,
        () -> policy.run(attempt -> failUntil(3, new IllegalArgumentException("for ever"))));
    assertEquals(1, attempts.size());
  }

  @Test
  void noAttemptBeginsAfterTheTime() {
    RetryPolicy policy =
        RetryPolicy.of(RetryPolicyTest::isTransient, Integer.MAX_VALUE)
            .within(Duration.ofMillis(100))
            .withDelay((e, attempt) -> Duration.ofMillis(60));
    assertThrows(IllegalStateException.class, () -> policy.run(attempt -> failUntil(1000)));
    assertTrue(attempts.size() > 1 && attempts.size() <= 3, "attempts: " + attempts);
  }

  @Test
  void stopEndsTheDelayAndTheRetries() {
    RetryPolicy policy =
        RetryPolicy.of(RetryPolicyTest::isTransient, 5)
            .withDelay((e, attempt) -> Duration.ofMinutes(1));
    long begun = System.nanoTime();
    assertThrows(
        IllegalStateException.class,
        () -> policy.run(attempt -> failUntil(5), stopsDuringTheFirstDelay()));
    assertEquals(2, attempts.size());
    assertTrue(System.nanoTime() - begun < Duration.ofSeconds(30).toNanos());
  }

  /** It is asked once before the delay. */
  private static BooleanSupplier stopsDuringTheFirstDelay() {
    AtomicInteger asked = new AtomicInteger();
    return () -> asked.incrementAndGet() > 1;
  }
}
