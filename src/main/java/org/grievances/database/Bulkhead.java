package org.grievances.database;

import java.util.concurrent.Semaphore;
import org.grievances.failure.FailureException;

/**
 * Limits how many requests may be in progress at a time; any more are rejected at once.
 * MicroProfile Fault Tolerance limits the calls of a method; a permit here is held across many, and
 * for each database.
 */
public final class Bulkhead {
  private final String where;
  private final int max;
  private final Semaphore permits;

  /** The permit of a request in progress. */
  @FunctionalInterface
  public interface Permit extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * @param where named in the error for rejected requests
   */
  public Bulkhead(String where, int max) {
    this.where = where;
    this.max = max;
    this.permits = new Semaphore(max);
  }

  /**
   * @throws FailureException {@code OVERLOADED}
   */
  public Permit acquire() {
    if (!permits.tryAcquire()) {
      throw full();
    }
    return permits::release;
  }

  /**
   * Checks whether one more request may begin.
   *
   * @throws FailureException {@code OVERLOADED}
   */
  public void check() {
    if (permits.availablePermits() <= 0) {
      throw full();
    }
  }

  /** The number of requests in progress. */
  public int used() {
    return max - permits.availablePermits();
  }

  private FailureException full() {
    return FailureException.overloaded(
        where + " is serving " + max + " requests, its limit; try again.");
  }
}
