package org.grievances.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests who works, who waits and who is refused while a database answers a question. */
@Timeout(20)
class SingleFlightTest {
  private static final Duration MAX_WAIT = Duration.ofMillis(200);

  private final SingleFlight<String, Integer> flights = new SingleFlight<>(MAX_WAIT);
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicBoolean firstHasLeft = new AtomicBoolean();
  private final AtomicBoolean secondHasLeft = new AtomicBoolean();
  private Future<Integer> first;
  private volatile BooleanSupplier firstIsAbandoned;

  @BeforeEach
  void beginLongAnswer() throws Exception {
    first =
        callers.submit(
            () -> flights.answer("alpha", "long", firstHasLeft::get, this::workUntilTheEnd));
    begun.await();
  }

  private int workUntilTheEnd(BooleanSupplier isAbandoned) {
    firstIsAbandoned = isAbandoned;
    begun.countDown();
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return calls.incrementAndGet();
  }

  @AfterEach
  void stop() {
    end.countDown();
    callers.shutdownNow();
  }

  private static Function<BooleanSupplier, Integer> of(int answer) {
    return isAbandoned -> answer;
  }

  @Test
  void callersWithTheSameQueryShareTheResult() throws Exception {
    Future<Integer> same =
        callers.submit(() -> flights.answer("alpha", "long", secondHasLeft::get, of(-1)));
    TimeUnit.MILLISECONDS.sleep(2 * MAX_WAIT.toMillis());
    end.countDown();
    assertEquals(1, same.get());
    assertEquals(1, first.get());
  }

  @Test
  void queryIsAbandonedOnceAllCallersHaveLeft() throws Exception {
    assertFalse(firstIsAbandoned.getAsBoolean());
    Future<Integer> same =
        callers.submit(() -> flights.answer("alpha", "long", secondHasLeft::get, of(-1)));
    TimeUnit.MILLISECONDS.sleep(MAX_WAIT.toMillis());
    firstHasLeft.set(true);
    assertFalse(firstIsAbandoned.getAsBoolean(), "the second waits");
    secondHasLeft.set(true);
    assertTrue(firstIsAbandoned.getAsBoolean());
    end.countDown();
    assertEquals(1, same.get());
  }

  @Test
  void callerWhoComesAfterAllOthersLeftHasAQueryOfItsOwn() throws Exception {
    firstHasLeft.set(true);
    assertTrue(firstIsAbandoned.getAsBoolean());
    Future<Integer> late =
        callers.submit(() -> flights.answer("alpha", "long", secondHasLeft::get, of(7)));
    TimeUnit.MILLISECONDS.sleep(MAX_WAIT.toMillis() / 4);
    assertTrue(firstIsAbandoned.getAsBoolean(), "it is being cancelled");
    end.countDown();
    assertEquals(7, late.get());
  }

  @Test
  void otherQueryIsRefusedAfterAShortWait() {
    FailureException refused =
        assertThrows(
            FailureException.class, () -> flights.answer("alpha", "another", () -> false, of(-1)));
    assertEquals(ProblemType.OVERLOADED, refused.type());
  }

  @Test
  void otherQueryRunsAfterTheFirst() throws Exception {
    Future<Integer> other =
        callers.submit(() -> flights.answer("alpha", "another", () -> false, of(7)));
    end.countDown();
    assertEquals(7, other.get());
  }

  @Test
  void otherDatabasesRunQueriesMeanwhile() {
    assertEquals(7, flights.answer("beta", "another", () -> false, of(7)));
  }

  @Test
  void failureIsSharedAndEndsTheQuery() throws Exception {
    Future<Integer> failing =
        callers.submit(
            () ->
                flights.answer(
                    "beta",
                    "long",
                    () -> false,
                    isAbandoned -> {
                      workUntilTheEnd(isAbandoned);
                      throw new IllegalStateException("failed");
                    }));
    TimeUnit.MILLISECONDS.sleep(MAX_WAIT.toMillis());
    Future<Integer> same =
        callers.submit(() -> flights.answer("beta", "long", () -> false, of(-1)));
    TimeUnit.MILLISECONDS.sleep(MAX_WAIT.toMillis());
    end.countDown();
    assertThrows(ExecutionException.class, failing::get);
    assertEquals(
        IllegalStateException.class,
        assertThrows(ExecutionException.class, same::get).getCause().getClass());
    assertEquals(7, flights.answer("beta", "long", () -> false, of(7)));
  }
}
