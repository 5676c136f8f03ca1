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
  private final int most;
  private final Semaphore permits;

  /** What a request holds while it is in progress. */
  @FunctionalInterface
  public interface Permit extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * @param where named in the error for rejected requests
   */
  public Bulkhead(String where, int most) {
    this.where = where;
    this.most = most;
    this.permits = new Semaphore(most);
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
   * Checks whether one more request could enter.
   *
   * @throws FailureException {@code OVERLOADED}
   */
  public void check() {
    if (permits.availablePermits() <= 0) {
      throw full();
    }
  }

  /** How many requests are in progress. */
  public int used() {
    return most - permits.availablePermits();
  }

  private FailureException full() {
    return FailureException.overloaded(
        where + " is serving " + most + " requests, its limit; try again.");
  }
}
