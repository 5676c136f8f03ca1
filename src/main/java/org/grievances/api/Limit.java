package org.grievances.api;

import java.util.Map;
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
      throw new ProblemException(
          ProblemType.OVERLOADED,
          where + " has " + most + " requests in work, as many as it may; try again.",
          Map.of("Retry-After", "1"));
    }
    return places::release;
  }
}
