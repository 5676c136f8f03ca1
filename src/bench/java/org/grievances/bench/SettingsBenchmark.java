package org.grievances.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Measures many concurrent callers with several sizes of the connection pool and the thread pool.
 * The values in {@code liberty/} were chosen by these results.
 */
final class SettingsBenchmark {
  private static final int CALLERS = 32;
  private static final int ROUNDS = 5;
  private static final List<Workload> WORKLOADS =
      List.of(new Workload(1, 4_000), new Workload(1_000, 160_000));
  private static final List<Setting> SETTINGS =
      Stream.concat(
              IntStream.of(2, 4, 8, 20, 50).mapToObj(connections -> new Setting(connections, 64)),
              IntStream.of(4, 16, 256, 1_000).mapToObj(threads -> new Setting(20, threads)))
          .toList();

  private final Path directory;
  private final PrintStream out;
  private final BenchGrievances grievances = new BenchGrievances(1);
  private int nextKey = 1;

  /** The maximum size of the connection pool, and the core threads of the server. */
  private record Setting(int connections, int threads) {

    BenchServer start(Path directory) throws Exception {
      return BenchServer.start(
          directory, connections, Map.of("grievances.threads", Integer.toString(threads)));
    }
  }

  /** The items of a batch, and the items of all batches together. */
  private record Workload(int batch, int records) {}

  SettingsBenchmark(Path directory, PrintStream out) {
    this.directory = directory;
    this.out = out;
  }

  void run() throws Exception {
    out.printf("%n%d callers at once on PostgreSQL, records a second and ms%n%n", CALLERS);
    out.printf("| connections | threads | items | created | p50 | p99 |%n");
    out.printf("| ---: | ---: | ---: | ---: | ---: | ---: |%n");
    for (Setting setting : SETTINGS) {
      try (BenchServer server = setting.start(directory)) {
        for (Workload workload : WORKLOADS) {
          measure(server, setting, workload);
        }
      }
    }
  }

  private void measure(BenchServer server, Setting setting, Workload workload) throws Exception {
    List<Double> perSecond = new ArrayList<>();
    List<Double> millis = new ArrayList<>();
    for (int round = -2; round < ROUNDS; round++) {
      ConcurrentCalls load = put(server, workload);
      if (round >= 0) {
        perSecond.add(workload.records() / load.seconds());
        millis.addAll(load.millis());
      }
    }
    Timings calls = Timings.of(millis);
    out.printf(
        "| %d | %,d | %,d | %,.0f | %.1f | %.1f |%n",
        setting.connections(),
        setting.threads(),
        workload.batch(),
        Timings.of(perSecond).median(),
        calls.median(),
        calls.p99());
  }

  private ConcurrentCalls put(BenchServer server, Workload workload) throws Exception {
    int first = nextKey;
    nextKey += workload.records();
    List<String> bodies =
        IntStream.range(0, workload.records() / workload.batch())
            .mapToObj(n -> grievances.json(first + n * workload.batch(), workload.batch(), 1))
            .toList();
    return ConcurrentCalls.run(
        CALLERS, bodies, (caller, body) -> server.putBatch(BenchServer.POSTGRESQL, body));
  }
}
