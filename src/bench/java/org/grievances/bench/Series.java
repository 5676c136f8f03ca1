package org.grievances.bench;

import java.util.ArrayList;
import java.util.List;

/** What was measured of the same work in several rounds. */
final class Series {
  private final List<Double> perSecond = new ArrayList<>();
  private final List<Double> millis = new ArrayList<>();

  /**
   * Adds a round.
   *
   * @param records written by all calls together
   */
  void add(int records, ConcurrentCalls calls) {
    perSecond.add(records / calls.seconds());
    millis.addAll(calls.millis());
  }

  /** Returns the records a second in the median round. */
  double perSecond() {
    return Timings.of(perSecond).median();
  }

  /** Returns the latencies of the calls of all rounds. */
  Timings calls() {
    return Timings.of(millis);
  }
}
