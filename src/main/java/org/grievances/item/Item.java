package org.grievances.item;

/** An item of a batch as read: either a row for the database or a list of errors. */
public sealed interface Item {

  /** The value of the key member; null if it could not be read. */
  Object key();

  /**
   * @param values one for each field of the table, in field order
   */
  record Row(Object key, Object[] values) implements Item {}

  record Invalid(Object key, ItemErrors errors) implements Item {}
}
