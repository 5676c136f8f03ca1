package org.grievances.item;

import org.grievances.schema.Codes;

/** Where the items of a batch come from: always the same ones, in the same order. */
public interface ItemSource {

  /**
   * The items, from the first.
   *
   * @param codes those that an item may hold
   */
  Items open(Codes codes);

  /**
   * Whether it can be opened more than once. A batch is read again when the database aborts its
   * transaction for another one, and when it refuses one of its rows. When the source cannot be
   * opened again, the whole batch fails then.
   */
  boolean isRepeatable();
}
