package org.grievances.api;

import java.util.concurrent.Semaphore;

/** How many requests may be in work somewhere at a time; one more is refused at once. */
public final class Limit {
  private final String where;
  private final int most;
  private final Semaphore places;

  /** What a request holds while it is in work. */
  @FunctionalInterface
  public interface Place extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * @param where told to those who are refused
   */
  public Limit(String where, int most) {
    this.where = where;
    this.most = most;
    this.places = new Semaphore(most);
  }

  /**
   * @throws ProblemException {@code OVERLOADED}
   */
  public Place enter() {
    if (!places.tryAcquire()) {
      throw full();
    }
    return places::release;
  }

  /**
   * Looks whether one more could enter.
   *
   * @throws ProblemException {@code OVERLOADED}
   */
  public void check() {
    if (places.availablePermits() <= 0) {
      throw full();
    }
  }

  private ProblemException full() {
    return ProblemException.overloaded(
        where + " has " + most + " requests in work, as many as it may; try again.");
  }
}
