package org.grievances.bench;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Measures jobs as delivered compared with plain JDBC with the same rows, and what a caller with
 * batches of one notices of a job. They take turns.
 */
final class JobsBenchmark {
  private static final Size SIZE = new Size(1_000, 1, 200_000);
  private static final int WARM_UP_ROUNDS = 2;
  private static final int SINGLES = 200;
  private static final int POLL_MILLIS = 20;

  private final BenchServer server;
  private final BenchClient client;
  private final PrintStream out;
  private final BenchGrievances grievances = new BenchGrievances(1);
  private int nextKey = 1;
  private int rounds;
  private int nextSingle = 1_500_000_000;

  JobsBenchmark(BenchServer server, PrintStream out) {
    this.server = server;
    this.client = server.client(Target.POSTGRESQL_DELIVERED);
    this.out = out;
  }

  /** What was measured of one kind of job. */
  private record Result(
      String outcome,
      Series floor,
      List<Double> received,
      List<Double> run,
      List<Double> alone,
      List<Double> during) {

    static Result of(String outcome) {
      return new Result(
          outcome,
          new Series(),
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>());
    }
  }

  /** Of two rounds of a job, one is alone, and during the other there is a caller. */
  void run(Floor floor) throws Exception {
    for (int round = 0; round < WARM_UP_ROUNDS; round++) {
      round(floor, Result.of("created"), Result.of("updated"));
      server.analyze(Target.POSTGRESQL_DELIVERED);
    }
    Result created = Result.of("created");
    Result updated = Result.of("updated");
    for (int round = 0; round < 2 * Bench.ROUNDS; round++) {
      round(floor, created, updated);
    }
    print(List.of(created, updated));
  }

  /** Loads a large file, and tells what the server needs for it. */
  void runLarge(int items) throws Exception {
    Instant sent = Instant.now();
    String job =
        client.startJob("text/csv", HttpRequest.BodyPublishers.ofInputStream(() -> csv(items)));
    double receiving = seconds(sent, Instant.now());
    JsonObject ended = end(job);
    double running =
        seconds(Instant.parse(ended.getString("started")), Instant.parse(ended.getString("ended")));
    out.printf(
        "%nA job of %,d items as CSV (%,d MB) as delivered on PostgreSQL, with -Xmx512m: received in"
            + " %.0f s, run in %.0f s, %,.0f a second; resident %d MiB at most, live heap %d MiB%n",
        items,
        ended.getJsonNumber("size").longValue() / 1_000_000,
        receiving,
        running,
        items / running,
        server.mostResidentMebibytes(),
        server.liveHeapKibibytes() / 1024);
  }

  private InputStream csv(int items) {
    Iterator<byte[]> parts =
        Stream.concat(
                Stream.of(BenchGrievances.csvHeader()),
                IntStream.range(0, items / SIZE.batch())
                    .mapToObj(part -> grievances.csv(1 + part * SIZE.batch(), SIZE.batch())))
            .map(part -> part.getBytes(StandardCharsets.UTF_8))
            .iterator();
    return new SequenceInputStream(
        new Enumeration<InputStream>() {
          @Override
          public boolean hasMoreElements() {
            return parts.hasNext();
          }

          @Override
          public InputStream nextElement() {
            return new ByteArrayInputStream(parts.next());
          }
        });
  }

  private void round(Floor floor, Result created, Result updated) throws Exception {
    int first = nextKey;
    nextKey += SIZE.records();
    round(floor, created, first, 1);
    round(floor, updated, first, 2);
  }

  private void round(Floor floor, Result result, int first, int variant) throws Exception {
    result
        .floor()
        .add(
            SIZE.records(),
            floor.put(1, SIZE.batches(first, key -> grievances.rows(key, SIZE.batch(), variant))));
    putSingles(result.alone());
    String body = grievances.json(first, SIZE.records(), variant);
    Instant sent = Instant.now();
    String job = client.startJob("application/json", HttpRequest.BodyPublishers.ofString(body));
    result.received().add(SIZE.records() / seconds(sent, Instant.now()));
    while (!isStarted(job)) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    boolean alone = rounds++ % 4 < 2;
    if (!alone) {
      putSingles(result.during());
    }
    JsonObject ended = end(job);
    if (alone) {
      result
          .run()
          .add(
              SIZE.records()
                  / seconds(
                      Instant.parse(ended.getString("started")),
                      Instant.parse(ended.getString("ended"))));
    }
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1000.0;
  }

  private void putSingles(List<Double> millis) throws Exception {
    for (int i = 0; i < SINGLES; i++) {
      String body = grievances.json(nextSingle++, 1, 1);
      long start = System.nanoTime();
      client.putBatch(body);
      millis.add((System.nanoTime() - start) / 1e6);
    }
  }

  private boolean isStarted(String job) throws Exception {
    return !job(job).isNull("started");
  }

  private JsonObject end(String job) throws Exception {
    JsonObject found = job(job);
    while (found.isNull("ended")) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      found = job(job);
    }
    if (!found.getString("state").equals("Completed") || found.getInt("failed") > 0) {
      throw new IllegalStateException("The job ended as " + found);
    }
    return found;
  }

  private JsonObject job(String id) throws Exception {
    return Json.createReader(new ByteArrayInputStream(client.get("jobs/" + id)))
        .readObject()
        .getJsonObject("data");
  }

  private void print(List<Result> results) {
    out.printf(
        "%nA job of %,d items as delivered on PostgreSQL, records a second, and the latency of a"
            + " batch of one in ms (p50) without a job and during one%n%n",
        SIZE.records());
    out.printf("| | received | run | plain JDBC | ratio | alone | during | ratio |%n");
    out.printf("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |%n");
    for (Result result : results) {
      double run = Timings.of(result.run()).median();
      double alone = Timings.of(result.alone()).median();
      double during = Timings.of(result.during()).median();
      out.printf(
          "| %s | %,.0f | %,.0f | %,.0f | %.2f | %.1f | %.1f | %.2f |%n",
          result.outcome(),
          Timings.of(result.received()).median(),
          run,
          result.floor().perSecond(),
          run / result.floor().perSecond(),
          alone,
          during,
          during / alone);
    }
  }
}
