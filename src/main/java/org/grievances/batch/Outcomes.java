package org.grievances.batch;

/** Passes the outcomes of one attempt at a batch to the sink, and tracks the first failure. */
final class Outcomes {
  private final OutcomeSink sink;
  private int firstFailed = -1;

  Outcomes(OutcomeSink sink) {
    this.sink = sink;
    sink.begin();
  }

  void accept(int item, Outcome outcome) {
    if (outcome.isFailure()) {
      firstFailed = hasFailures() ? Math.min(firstFailed, item) : item;
    }
    sink.accept(item, outcome);
  }

  boolean hasFailures() {
    return firstFailed >= 0;
  }

  void undo() {
    sink.undo(firstFailed);
  }
}
