package org.grievances.item;

/** The items of a batch, one after the other. */
public interface Items extends AutoCloseable {
  boolean hasNext();

  /**
   * The next item, which is either a row or invalid.
   *
   * @throws org.grievances.failure.FailureException when the whole batch is at fault
   */
  Item next();

  @Override
  void close();
}
