package org.grievances.bench;

import java.util.ArrayList;
import java.util.List;

/** What was measured of the same work in several rounds. */
final class Series {
  private final List<Double> perSecond = new ArrayList<>();
  private final List<Double> millis = new ArrayList<>();
  private int records;
  private CpuTimes cpu = CpuTimes.NONE;

  /**
   * Adds a round.
   *
   * @param written the records that all calls together wrote
   */
  void add(int written, ConcurrentCalls calls) {
    records += written;
    perSecond.add(written / calls.seconds());
    millis.addAll(calls.millis());
  }

  /** Adds the latencies of calls. */
  void add(List<Double> latencies) {
    millis.addAll(latencies);
  }

  /** Adds the CPU time that a round took. */
  void add(CpuTimes used) {
    cpu = cpu.plus(used);
  }

  /** Returns the records a second in the median round. */
  double perSecond() {
    return Timings.of(perSecond).median();
  }

  /** Returns the CPU time for a thousand records, the mean of all rounds. */
  CpuTimes cpuPerThousand() {
    return cpu.times(1_000.0 / records);
  }

  /** Returns the latencies of the calls of all rounds. */
  Timings calls() {
    return Timings.of(millis);
  }
}
