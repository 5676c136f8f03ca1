package org.grievances.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Measures servers with several garbage collectors, which take turns: how many records a second,
 * and how long batches of one take beside large ones.
 */
final class CollectorBenchmark {
  private static final int WARM_UP_ROUNDS = 3;
  private static final int ROUNDS = 5;
  private static final int RECORDS = 80_000;
  private static final int BATCH = 1_000;
  private static final int LARGE_BATCH = 10_000;
  private static final int SINGLES = 1_000;
  private static final Map<String, List<String>> COLLECTORS = new LinkedHashMap<>();

  static {
    COLLECTORS.put("G1", List.of("-XX:+UseG1GC"));
    COLLECTORS.put("G1, regions of 4 MiB", List.of("-XX:+UseG1GC", "-XX:G1HeapRegionSize=4m"));
    COLLECTORS.put("parallel", List.of("-XX:+UseParallelGC"));
  }

  private final Path directory;
  private final PrintStream out;
  private final BenchGrievances grievances = new BenchGrievances(1);
  private int nextKey = 1;

  /** A server with a collector, and what was measured of it. */
  private record Candidate(
      String collector,
      BenchServer server,
      List<Double> perSecond,
      List<Double> millis,
      List<Double> besideLarge) {}

  CollectorBenchmark(Path directory, PrintStream out) {
    this.directory = directory;
    this.out = out;
  }

  void run() throws Exception {
    List<Candidate> candidates = new ArrayList<>();
    try {
      for (Map.Entry<String, List<String>> collector : COLLECTORS.entrySet()) {
        Path own = directory.resolve("bench-" + candidates.size());
        candidates.add(
            new Candidate(
                collector.getKey(),
                BenchServer.start(own, collector.getValue()),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>()));
      }
      for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
        for (Candidate candidate : candidates) {
          measure(candidate, round >= 0);
        }
      }
    } finally {
      for (Candidate candidate : candidates) {
        candidate.server().close();
      }
    }
    report(candidates);
  }

  private void measure(Candidate candidate, boolean counts) throws Exception {
    BenchServer server = candidate.server();
    ConcurrentCalls batches = put(server, 2, bodies(RECORDS, BATCH));
    List<String> large = bodies(RECORDS, LARGE_BATCH);
    ExecutorService loader = Executors.newSingleThreadExecutor();
    try {
      Future<ConcurrentCalls> loading = loader.submit(() -> put(server, 1, large));
      ConcurrentCalls singles = put(server, 1, bodies(SINGLES, 1));
      loading.get();
      if (counts) {
        candidate.perSecond().add(RECORDS / batches.seconds());
        candidate.millis().addAll(batches.millis());
        candidate.besideLarge().addAll(singles.millis());
      }
    } finally {
      loader.shutdown();
    }
  }

  private List<String> bodies(int records, int batch) {
    int first = nextKey;
    nextKey += records;
    return IntStream.range(0, records / batch)
        .mapToObj(n -> grievances.json(first + n * batch, batch, 1))
        .toList();
  }

  private static ConcurrentCalls put(BenchServer server, int callers, List<String> bodies)
      throws Exception {
    return ConcurrentCalls.run(
        callers,
        bodies,
        (caller, body) -> server.putBatch(BenchServer.POSTGRESQL_WITH_HISTORY, body));
  }

  private void report(List<Candidate> candidates) {
    out.printf("%nGarbage collectors, on PostgreSQL with history%n%n");
    out.printf(
        "| collector | created a second | p50, ms | p99, ms | one beside large: p50 | p99 |%n");
    out.printf("| --- | ---: | ---: | ---: | ---: | ---: |%n");
    for (Candidate each : candidates) {
      Timings batches = Timings.of(each.millis());
      Timings singles = Timings.of(each.besideLarge());
      out.printf(
          "| %s | %,.0f | %.1f | %.1f | %.1f | %.1f |%n",
          each.collector(),
          Timings.of(each.perSecond()).median(),
          batches.median(),
          batches.p99(),
          singles.median(),
          singles.p99());
    }
  }
}
