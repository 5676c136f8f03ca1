package org.grievances.item;

import org.grievances.schema.Codes;

/** A source of batch items, which always supplies the same items in the same order. */
public interface ItemSource {

  /**
   * Opens the source at its first item.
   *
   * @param codes the codes that an item may contain
   */
  Items open(Codes codes);

  /**
   * Whether the source can be opened more than once. A batch is read again if the database aborts
   * its transaction because of another one, or refuses one of its rows. If the source cannot be
   * opened again, the whole batch fails in these cases.
   */
  boolean isRepeatable();
}
