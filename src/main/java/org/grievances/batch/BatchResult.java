package org.grievances.batch;

/** How a batch ended, with the outcome of each item. */
public sealed interface BatchResult {

  MultiStatus outcomes();

  /** The items that did not fail are applied, or would be if it were no dry run. */
  record Applied(MultiStatus outcomes) implements BatchResult {}

  /** Nothing is applied, because the batch was atomic and an item failed. */
  record Refused(MultiStatus outcomes) implements BatchResult {}

  /** Nothing was done, because the same request had been applied before. */
  record Replayed(MultiStatus outcomes) implements BatchResult {}
}
