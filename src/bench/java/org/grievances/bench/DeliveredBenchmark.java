package org.grievances.bench;

import java.io.PrintStream;
import java.util.List;
import org.grievances.bench.BatchBenchmark.Result;

/**
 * Measures batches at the service as it is delivered: over HTTPS, with the history of records, a
 * rate limit and an {@code Idempotency-Key}. It is compared with the bare service, which has none
 * of these but the rate limit, and the floor.
 */
final class DeliveredBenchmark {
  private static final List<Size> WARM_UP =
      List.of(new Size(1_000, 2, 40_000), new Size(100, 2, 40_000), new Size(1, 1, 3_000));
  private static final List<Size> WARM_UP_ON_DERBY =
      List.of(new Size(1_000, 2, 8_000), new Size(100, 2, 8_000), new Size(1, 1, 500));
  private static final List<Size> SIZES =
      List.of(
          new Size(1, 1, 1_000),
          new Size(100, 2, 20_000),
          new Size(1_000, 2, 60_000),
          new Size(10_000, 2, 60_000));
  private static final List<Size> SIZES_ON_DERBY =
      List.of(
          new Size(1, 1, 300),
          new Size(100, 2, 2_000),
          new Size(1_000, 2, 6_000),
          new Size(10_000, 2, 20_000));

  private final BenchServer server;
  private final PrintStream out;

  DeliveredBenchmark(BenchServer server, PrintStream out) {
    this.server = server;
    this.out = out;
  }

  void onPostgreSql(Floor floor) throws Exception {
    measure(floor, Target.POSTGRESQL, Target.POSTGRESQL_DELIVERED, WARM_UP, SIZES);
  }

  void onDerby(Floor floor) throws Exception {
    measure(floor, Target.DERBY, Target.DERBY_DELIVERED, WARM_UP_ON_DERBY, SIZES_ON_DERBY);
  }

  private void measure(
      Floor floor, Target bare, Target delivered, List<Size> warmUp, List<Size> sizes)
      throws Exception {
    BatchBenchmark benchmark = new BatchBenchmark(server, floor, bare, delivered);
    print(benchmark.measure(warmUp, sizes), bare, delivered);
  }

  private void print(List<Result> results, Target bare, Target delivered) {
    out.printf(
        "%n%s: the service as delivered, the bare service, and plain JDBC; records a second, and"
            + " the latency of a batch as delivered in ms%n%n",
        delivered.product());
    out.printf(
        "| items | callers | | delivered/s | p50 | p99 | bare/s | floor/s"
            + " | delivered/floor | delivered/bare |%n");
    out.printf("| ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |%n");
    for (Result result : results) {
      Series service = result.at(delivered);
      out.printf(
          "| %,6d | %d | %s | %,7.0f | %6.1f | %6.1f | %,7.0f | %,7.0f | %.2f | %.2f |%n",
          result.size().batch(),
          result.size().callers(),
          result.outcome(),
          service.perSecond(),
          service.calls().median(),
          service.calls().p99(),
          result.at(bare).perSecond(),
          result.floor().perSecond(),
          result.ratio(delivered),
          service.perSecond() / result.at(bare).perSecond());
    }
    out.println();
    results.stream()
        .filter(result -> result.size().batch() == 1)
        .forEach(result -> printAboveTheCommit(result, bare, delivered));
    printCpu(
        results.stream().filter(result -> result.size().batch() == 1_000).toList(),
        bare,
        delivered);
  }

  private void printAboveTheCommit(Result result, Target bare, Target delivered) {
    double commit = result.floor().calls().median();
    out.printf(
        "A batch of one, %s: %.2f ms above the commit as delivered, %.2f ms bare (p50; the commit"
            + " takes %.2f ms).%n",
        result.outcome(),
        result.at(delivered).calls().median() - commit,
        result.at(bare).calls().median() - commit,
        commit);
  }

  private void printCpu(List<Result> results, Target bare, Target delivered) {
    out.printf("%nCPU time for a thousand records in batches of 1,000, in ms%n%n");
    out.printf("| | | server | database | client |%n| --- | --- | ---: | ---: | ---: |%n");
    for (Result result : results) {
      printCpu(result.outcome(), "delivered", result.at(delivered));
      printCpu(result.outcome(), "bare", result.at(bare));
      printCpu(result.outcome(), "floor", result.floor());
    }
  }

  private void printCpu(String outcome, String way, Series series) {
    CpuTimes cpu = series.cpuPerThousand();
    out.printf(
        "| %s | %s | %.1f | %.1f | %.1f |%n",
        outcome, way, cpu.server(), cpu.database(), cpu.client());
  }
}
