package org.grievances.batch;

import org.grievances.item.Data;

/** Where the outcomes of a batch go, one for each item, in any order. */
public interface OutcomeSink {

  /** An attempt at the batch begins; the outcomes of earlier ones are void. */
  void begin();

  /**
   * @param item its number in the batch, from 0
   */
  void accept(int item, Outcome outcome);

  /**
   * Nothing was applied, since all items were to be applied or none.
   *
   * @param failed the number of the first item that failed
   */
  void undo(int failed);

  /** What the sender of the batch is answered; kept with its idempotency key, if it has one. */
  Data answer();
}
