package org.grievances.batch;

/** Passes the outcomes of one attempt at a batch to the sink, and tracks the first failure. */
final class Outcomes {
  private final OutcomeSink sink;
  private final boolean dryRun;
  private int firstFailed = -1;

  /**
   * @param dryRun whether the outcomes are only those that there would be
   */
  Outcomes(OutcomeSink sink, boolean dryRun) {
    this.sink = sink;
    this.dryRun = dryRun;
    sink.begin();
  }

  void accept(int item, Outcome outcome) {
    if (outcome.isFailure()) {
      firstFailed = hasFailures() ? Math.min(firstFailed, item) : item;
    }
    sink.accept(item, dryRun && !outcome.isFailure() ? outcome.hypothetical() : outcome);
  }

  boolean hasFailures() {
    return firstFailed >= 0;
  }

  void undo() {
    sink.undo(firstFailed);
  }
}
