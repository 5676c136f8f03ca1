package org.grievances.item;

import java.util.BitSet;

/** An item of a batch as read: either a row for the database or a list of errors. */
public sealed interface Item {

  /** The value of the key member; null if it could not be read. */
  Object key();

  /**
   * @param values one for each field of the table, in field order
   * @param sent the positions of the values that it sets: all, unless those without a member, or
   *     hidden from the caller, keep theirs
   */
  record Row(Object key, Object[] values, BitSet sent) implements Item {}

  record Invalid(Object key, ItemErrors errors) implements Item {}
}
