package org.grievances.bench;

import java.io.PrintStream;
import java.nio.file.Path;
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
  private static final List<Size> SIZES =
      List.of(new Size(1, CALLERS, 4_000), new Size(1_000, CALLERS, 160_000));
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
        for (Size size : SIZES) {
          measure(server, setting, size);
        }
      }
    }
  }

  private void measure(BenchServer server, Setting setting, Size size) throws Exception {
    Series series = new Series();
    for (int round = -2; round < Bench.ROUNDS; round++) {
      ConcurrentCalls load = put(server, size);
      if (round >= 0) {
        series.add(size.records(), load);
      }
    }
    Timings calls = series.calls();
    out.printf(
        "| %d | %,d | %,d | %,.0f | %.1f | %.1f |%n",
        setting.connections(),
        setting.threads(),
        size.batch(),
        series.perSecond(),
        calls.median(),
        calls.p99());
  }

  private ConcurrentCalls put(BenchServer server, Size size) throws Exception {
    int first = nextKey;
    nextKey += size.records();
    List<String> bodies = grievances.bodies(size, first, 1);
    return server.client(Target.POSTGRESQL).putBatches(size.callers(), bodies, 201);
  }
}
