package org.grievances.bench;

import java.io.PrintStream;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Measures the service as delivered with more and more concurrent callers, which take turns. */
final class CallersBenchmark {
  private static final int BATCH = 1_000;
  private static final int RECORDS = 64_000;

  private final BenchServer server;
  private final BenchClient client;
  private final PrintStream out;
  private final BenchGrievances grievances = new BenchGrievances(1);
  private final List<Result> results =
      IntStream.of(1, 2, 4, 8, 16, 32)
          .mapToObj(callers -> new Size(BATCH, callers, RECORDS))
          .map(size -> new Result(size, new Series(), new Series()))
          .toList();
  private int nextKey = 1;

  /** What was measured with a number of callers. */
  private record Result(Size size, Series created, Series updated) {}

  CallersBenchmark(BenchServer server, PrintStream out) {
    this.server = server;
    this.client = server.client(Target.POSTGRESQL_DELIVERED);
    this.out = out;
  }

  void run() throws Exception {
    warmUp();
    for (int round = 0; round < Bench.ROUNDS; round++) {
      for (Result result : results) {
        round(result);
      }
    }
    print();
  }

  private void warmUp() throws Exception {
    for (Result result : results) {
      round(new Result(result.size(), new Series(), new Series()));
      server.analyze(Target.POSTGRESQL_DELIVERED);
    }
  }

  private void round(Result result) throws Exception {
    Size size = result.size();
    int first = nextKey;
    nextKey += size.records();
    List<String> created = grievances.bodies(size, first, 1);
    result.created().add(size.records(), client.putBatches(size.callers(), created, 201));
    List<String> updated = grievances.bodies(size, first, 2);
    result.updated().add(size.records(), client.putBatches(size.callers(), updated, 200));
  }

  private void print() {
    double mostCreated = best(Result::created);
    double mostUpdated = best(Result::updated);
    out.printf(
        "%nBatches of %,d as delivered on PostgreSQL, records a second, the ratio to the best, and"
            + " the latency of a batch in ms%n%n",
        BATCH);
    out.printf("| callers | created | ratio | p50 | p99 | updated | ratio | p50 | p99 |%n");
    out.printf("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |%n");
    for (Result result : results) {
      out.printf("| %d |", result.size().callers());
      print(result.created(), mostCreated);
      print(result.updated(), mostUpdated);
      out.println();
    }
  }

  private double best(Function<Result, Series> outcome) {
    return results.stream().map(outcome).mapToDouble(Series::perSecond).max().orElseThrow();
  }

  private void print(Series series, double best) {
    Timings calls = series.calls();
    out.printf(
        " %,.0f | %.2f | %.0f | %.0f |",
        series.perSecond(), series.perSecond() / best, calls.median(), calls.p99());
  }
}
