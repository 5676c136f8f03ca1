package org.grievances.database;

import java.util.OptionalLong;

/** Supplies the values of records one after the other. */
@FunctionalInterface
public interface Rows extends AutoCloseable {

  /** The values of the next record; null after the last. */
  Object[] next();

  /** How many there are, if that is known. */
  default OptionalLong count() {
    return OptionalLong.empty();
  }

  /** The key of the last one, if that is known. */
  default Object lastKey() {
    return null;
  }

  @Override
  default void close() {}
}
