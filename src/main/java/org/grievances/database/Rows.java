package org.grievances.database;

/** Supplies the values of records one after the other. */
@FunctionalInterface
public interface Rows extends AutoCloseable {

  /** The values of the next record; null after the last. */
  Object[] next();

  @Override
  default void close() {}
}
