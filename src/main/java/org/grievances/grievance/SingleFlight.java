package org.grievances.grievance;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.grievances.failure.Failure;
import org.grievances.failure.FailureException;

/**
 * Answers one question at a time about each database. Who asks the same question meanwhile gets the
 * same answer; who asks another waits for a short time.
 */
final class SingleFlight<Q, A> {
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final Duration maxWait;
  private final Map<String, Flight<Q, A>> flights = new ConcurrentHashMap<>();

  /** A question that is being answered. */
  private record Flight<Q, A>(Q question, CompletableFuture<A> answer) {

    /** Whether it ends within a time, in whatever way. */
    boolean endsWithin(long nanos) {
      try {
        answer.handle((found, failed) -> true).get(nanos, TimeUnit.NANOSECONDS);
        return true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      } catch (ExecutionException | TimeoutException e) {
        return false;
      }
    }

    /** Waits for the answer; fails as answering it did. */
    A join() {
      try {
        return answer.join();
      } catch (CompletionException e) {
        throw e.getCause() instanceof RuntimeException cause ? cause : e;
      }
    }
  }

  /**
   * @param maxWait for the answer to another question about the same database
   */
  SingleFlight(Duration maxWait) {
    this.maxWait = maxWait;
  }

  /**
   * Answers a question.
   *
   * @param work finds the answer
   * @throws FailureException {@code OVERLOADED} while the database answers others
   */
  A answer(String database, Q question, Supplier<A> work) {
    Flight<Q, A> own = new Flight<>(question, new CompletableFuture<>());
    long end = System.nanoTime() + maxWait.toNanos();
    for (Flight<Q, A> other = flights.putIfAbsent(database, own);
        other != null;
        other = flights.putIfAbsent(database, own)) {
      if (other.question().equals(question)) {
        return other.join();
      }
      if (!other.endsWithin(end - System.nanoTime())) {
        throw new FailureException(
            Failure.OVERLOADED,
            "Database "
                + database
                + " is computing statistics for others, which it does for one at a time; try again.",
            RETRY);
      }
    }
    return run(database, own, work);
  }

  /** The next one can begin before those who wait get the answer. */
  private A run(String database, Flight<Q, A> own, Supplier<A> work) {
    try {
      A answer = work.get();
      flights.remove(database);
      own.answer().complete(answer);
      return answer;
    } catch (RuntimeException | Error e) {
      flights.remove(database);
      own.answer().completeExceptionally(e);
      throw e;
    }
  }
}
