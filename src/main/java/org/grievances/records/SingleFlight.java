package org.grievances.records;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;

/**
 * Runs one query at a time for each database. Callers with the same query share its result; callers
 * with another query wait for a short time.
 */
public final class SingleFlight<Q, A> {
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final Duration maxWait;
  private final Map<String, Flight<Q, A>> flights = new ConcurrentHashMap<>();

  /** A running query. */
  private static final class Flight<Q, A> {
    private final Q query;
    private final CompletableFuture<A> answer = new CompletableFuture<>();

    /** For each caller, whether it has disconnected. */
    private final List<BooleanSupplier> callers = new ArrayList<>();

    private boolean isAbandoned;

    Flight(Q query, BooleanSupplier hasLeft) {
      this.query = query;
      callers.add(hasLeft);
    }

    /** Once it is, it stays so, and no other caller joins: the query is being cancelled. */
    synchronized boolean isAbandoned() {
      isAbandoned = isAbandoned || callers.stream().allMatch(BooleanSupplier::getAsBoolean);
      return isAbandoned;
    }

    /** Whether a caller with a query can share the result. */
    synchronized boolean admits(Q other, BooleanSupplier hasLeft) {
      return query.equals(other) && !isAbandoned && callers.add(hasLeft);
    }

    /** Whether it ends within a time, successfully or not. */
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

    /** Waits for the result, or fails as the query did. */
    A join() {
      try {
        return answer.join();
      } catch (CompletionException e) {
        throw e.getCause() instanceof RuntimeException cause ? cause : e;
      }
    }
  }

  /**
   * @param maxWait for another query of the same database
   */
  public SingleFlight(Duration maxWait) {
    this.maxWait = maxWait;
  }

  /**
   * Runs a query, or waits for the same one that already runs.
   *
   * @param hasLeft whether the caller has disconnected
   * @param work runs the query; is given whether all callers have disconnected
   * @throws FailureException {@code OVERLOADED} while the database runs other queries
   */
  public A answer(
      String database, Q query, BooleanSupplier hasLeft, Function<BooleanSupplier, A> work) {
    Flight<Q, A> own = new Flight<>(query, hasLeft);
    long end = System.nanoTime() + maxWait.toNanos();
    for (Flight<Q, A> other = flights.putIfAbsent(database, own);
        other != null;
        other = flights.putIfAbsent(database, own)) {
      if (other.admits(query, hasLeft)) {
        return other.join();
      }
      if (!other.endsWithin(end - System.nanoTime())) {
        throw new FailureException(
            ProblemType.OVERLOADED,
            "Database "
                + database
                + " is computing statistics for others, which it does for one at a time; try again.",
            RETRY);
      }
    }
    return run(database, own, work);
  }

  /** The next query can begin before the waiting callers get the result. */
  private A run(String database, Flight<Q, A> own, Function<BooleanSupplier, A> work) {
    try {
      A answer = work.apply(own::isAbandoned);
      flights.remove(database);
      own.answer.complete(answer);
      return answer;
    } catch (RuntimeException | Error e) {
      flights.remove(database);
      own.answer.completeExceptionally(e);
      throw e;
    }
  }
}
