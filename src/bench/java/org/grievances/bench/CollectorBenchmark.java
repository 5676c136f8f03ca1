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

/**
 * Measures servers with several garbage collectors, which take turns: how many records a second,
 * and how long batches of one take next to large ones.
 */
final class CollectorBenchmark {
  private static final int WARM_UP_ROUNDS = 3;
  private static final Size BATCHES = new Size(1_000, 2, 80_000);
  private static final Size LARGE_BATCHES = new Size(10_000, 1, 80_000);
  private static final Size SINGLES = new Size(1, 1, 1_000);
  private static final Map<String, List<String>> COLLECTORS = new LinkedHashMap<>();

  static {
    COLLECTORS.put("parallel", List.of("-XX:+UseParallelGC"));
    COLLECTORS.put("G1", List.of("-XX:-UseParallelGC", "-XX:+UseG1GC"));
  }

  private final Path directory;
  private final PrintStream out;
  private final BenchGrievances grievances = new BenchGrievances(1);
  private int nextKey = 1;

  /** A server with a collector, and what was measured of it. */
  private record Candidate(
      String collector, BenchServer server, Series batches, Series besideLarge) {}

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
                new Series(),
                new Series()));
      }
      for (int round = -WARM_UP_ROUNDS; round < Bench.ROUNDS; round++) {
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
    BenchClient client = candidate.server().client(Target.POSTGRESQL_DELIVERED);
    ConcurrentCalls batches = put(client, BATCHES);
    List<String> large = bodies(LARGE_BATCHES);
    ExecutorService loader = Executors.newSingleThreadExecutor();
    try {
      Future<ConcurrentCalls> loading = loader.submit(() -> client.putBatches(1, large, 201));
      ConcurrentCalls singles = put(client, SINGLES);
      loading.get();
      if (counts) {
        candidate.batches().add(BATCHES.records(), batches);
        candidate.besideLarge().add(SINGLES.records(), singles);
      }
    } finally {
      loader.shutdown();
    }
  }

  private ConcurrentCalls put(BenchClient client, Size size) throws Exception {
    return client.putBatches(size.callers(), bodies(size), 201);
  }

  private List<String> bodies(Size size) {
    int first = nextKey;
    nextKey += size.records();
    return grievances.bodies(size, first, 1);
  }

  private void report(List<Candidate> candidates) {
    out.printf("%nGarbage collectors, as delivered on PostgreSQL%n%n");
    out.printf(
        "| collector | created a second | p50, ms | p99, ms | one next to large: p50 | p99 |%n");
    out.printf("| --- | ---: | ---: | ---: | ---: | ---: |%n");
    for (Candidate each : candidates) {
      Timings batches = each.batches().calls();
      Timings singles = each.besideLarge().calls();
      out.printf(
          "| %s | %,.0f | %.1f | %.1f | %.1f | %.1f |%n",
          each.collector(),
          each.batches().perSecond(),
          batches.median(),
          batches.p99(),
          singles.median(),
          singles.p99());
    }
  }
}
