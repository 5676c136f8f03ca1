package org.grievances.item;

/** An item of a batch as it was read: a row for the database, or what is wrong with it. */
public sealed interface Item {

  /** The value of the key member; null when it could not be read. */
  Object key();

  /**
   * @param values one for each field of the table, in its order
   */
  record Row(Object key, Object[] values) implements Item {}

  /**
   * @param faults the first twenty faults of the item, each with the member and the reason, and how
   *     many more there are
   */
  record Faulty(Object key, String faults) implements Item {}
}
