package org.grievances.bench;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.grievances.metrics.NoMetrics;

/**
 * Measures what metrics, traces and the access log cost: a server as delivered, one without the
 * service's metrics, one that exports the traces of one request in a hundred, and one that logs
 * each request, which take turns.
 */
final class TelemetryBenchmark {
  private static final int WARM_UP_ROUNDS = 4;
  private static final Size BATCHES = new Size(1_000, 2, 40_000);
  private static final Size SINGLES = new Size(1, 1, 1_500);

  private final Path directory;
  private final PrintStream out;
  private final BenchGrievances grievances = new BenchGrievances(1);
  private int nextKey = 1;

  /** A server, and what was measured of it. */
  private record Candidate(String name, BenchServer server, Series batches, Series singles) {}

  TelemetryBenchmark(Path directory, PrintStream out) {
    this.directory = directory;
    this.out = out;
  }

  void run() throws Exception {
    HttpServer collector = collector();
    List<Candidate> candidates = new ArrayList<>();
    try {
      add(candidates, "without metrics", List.of(), NoMetrics.class);
      add(candidates, "as delivered", List.of());
      add(candidates, "with traces", tracing(collector.getAddress().getPort()));
      add(candidates, "with the access log", List.of("-Dgrievances.access-log.enabled=true"));
      for (int round = -WARM_UP_ROUNDS; round < Bench.ROUNDS; round++) {
        for (Candidate candidate : candidates) {
          measure(candidate, round >= 0);
        }
      }
    } finally {
      for (Candidate candidate : candidates) {
        candidate.server().close();
      }
      collector.stop(0);
    }
    report(candidates);
  }

  /** Takes whatever is exported. */
  private static HttpServer collector() throws IOException {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer collector = HttpServer.create(anyPort, 0);
    collector.createContext(
        "/",
        call -> {
          call.getRequestBody().readAllBytes();
          call.sendResponseHeaders(200, -1);
          call.close();
        });
    collector.start();
    return collector;
  }

  private static List<String> tracing(int port) {
    return List.of(
        "-Dotel.sdk.disabled=false",
        "-Dotel.exporter.otlp.protocol=http/protobuf",
        "-Dotel.exporter.otlp.endpoint=http://localhost:" + port,
        "-Dotel.metrics.exporter=none",
        "-Dotel.traces.sampler=parentbased_traceidratio",
        "-Dotel.traces.sampler.arg=0.01");
  }

  private void add(
      List<Candidate> candidates, String name, List<String> jvmOptions, Class<?>... replacements)
      throws Exception {
    Path own = directory.resolve("bench-" + candidates.size());
    BenchServer server = BenchServer.start(own, jvmOptions, replacements);
    candidates.add(new Candidate(name, server, new Series(), new Series()));
  }

  private void measure(Candidate candidate, boolean counts) throws Exception {
    ConcurrentCalls batches = put(candidate, BATCHES);
    ConcurrentCalls singles = put(candidate, SINGLES);
    if (counts) {
      candidate.batches().add(BATCHES.records(), batches);
      candidate.singles().add(SINGLES.records(), singles);
    }
  }

  private ConcurrentCalls put(Candidate candidate, Size size) throws Exception {
    int first = nextKey;
    nextKey += size.records();
    return candidate
        .server()
        .client(Target.POSTGRESQL_DELIVERED)
        .putBatches(size.callers(), grievances.bodies(size, first, 1), 201);
  }

  private void report(List<Candidate> candidates) {
    Candidate base = candidates.get(0);
    out.printf(
        "%nMetrics, traces and the access log, on PostgreSQL over HTTPS, with history and"
            + " keys%n%n");
    out.printf("| | created a second | ratio | batch of one: p50, ms | ratio | p99, ms |%n");
    out.printf("| --- | ---: | ---: | ---: | ---: | ---: |%n");
    for (Candidate each : candidates) {
      Timings singles = each.singles().calls();
      out.printf(
          "| %s | %,.0f | %.2f | %.2f | %.2f | %.1f |%n",
          each.name(),
          each.batches().perSecond(),
          each.batches().perSecond() / base.batches().perSecond(),
          singles.median(),
          singles.median() / base.singles().calls().median(),
          singles.p99());
    }
  }
}
