package org.grievances.bench;

import java.io.PrintStream;
import java.util.List;

/**
 * Measures batches as delivered in a spread database, whose history the service writes, compared
 * with one that writes its history by triggers. Both are on one machine, so that only the way
 * differs.
 */
final class SpreadBenchmark {
  private static final List<Size> SIZES =
      List.of(new Size(1, 1, 1_000), new Size(100, 2, 20_000), new Size(1_000, 2, 60_000));

  private final BenchServer server;
  private final PrintStream out;

  SpreadBenchmark(BenchServer server, PrintStream out) {
    this.server = server;
    this.out = out;
  }

  void run(Floor floor) throws Exception {
    Target usual = Target.POSTGRESQL_DELIVERED;
    Target spread = Target.SPREAD_DELIVERED;
    out.printf(
        "%nAs delivered, records a second, the latency of a batch (p50) and the database's CPU time"
            + " for a thousand records in ms%n%n");
    out.printf("| items | callers | | usual | p50 | CPU | spread | p50 | CPU | ratio |%n");
    out.printf("| ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |%n");
    for (BatchBenchmark.Result result :
        new BatchBenchmark(server, floor, usual, spread).measure(SIZES)) {
      print(result, result.at(usual), result.at(spread));
    }
  }

  private void print(BatchBenchmark.Result result, Series usual, Series spread) {
    out.printf(
        "| %,d | %d | %s | %,.0f | %.1f | %.1f | %,.0f | %.1f | %.1f | %.2f |%n",
        result.size().batch(),
        result.size().callers(),
        result.outcome(),
        usual.perSecond(),
        usual.calls().median(),
        usual.cpuPerThousand().database(),
        spread.perSecond(),
        spread.calls().median(),
        spread.cpuPerThousand().database(),
        spread.perSecond() / usual.perSecond());
  }
}
