package org.grievances.item;

/** Iterates over the items of a batch. */
public interface Items extends AutoCloseable {
  boolean hasNext();

  /**
   * The next item, which is either a row or invalid.
   *
   * @throws org.grievances.failure.FailureException if the whole batch must be rejected
   */
  Item next();

  @Override
  void close();
}
