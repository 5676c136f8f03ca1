package org.grievances.bench;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

/** How long calls took, in milliseconds. */
record Timings(double[] sorted) {
  private static final double NANOS_PER_MILLI = 1e6;

  /** Makes calls one after the other and measures each. */
  static Timings of(int calls, Callable<?> call) throws Exception {
    double[] millis = new double[calls];
    for (int i = 0; i < calls; i++) {
      long started = System.nanoTime();
      call.call();
      millis[i] = (System.nanoTime() - started) / NANOS_PER_MILLI;
    }
    Arrays.sort(millis);
    return new Timings(millis);
  }

  /** Takes times that were measured elsewhere. */
  static Timings of(List<Double> millis) {
    double[] sorted = millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Timings(sorted);
  }

  double median() {
    return at(0.5);
  }

  double p95() {
    return at(0.95);
  }

  double p99() {
    return at(0.99);
  }

  private double at(double share) {
    return sorted[(int) Math.min(sorted.length - 1, share * sorted.length)];
  }
}
