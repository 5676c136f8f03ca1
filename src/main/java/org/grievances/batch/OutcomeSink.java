package org.grievances.batch;

import org.grievances.item.Data;

/** Receives the outcomes of a batch, one for each item, in any order. */
public interface OutcomeSink {

  /** Begins an attempt at the batch; the outcomes of earlier attempts are void. */
  void begin();

  /**
   * @param item the index of the item in the batch, from 0
   */
  void accept(int item, Outcome outcome);

  /**
   * Nothing was applied, because the batch was atomic and an item failed.
   *
   * @param failed the index of the first item that failed
   */
  void undo(int failed);

  /** The response to the batch; stored with its idempotency key, if it has one. */
  Data answer();
}
