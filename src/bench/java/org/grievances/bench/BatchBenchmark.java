package org.grievances.bench;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Batches of several sizes put through the service, and the same rows put over plain JDBC: run in
 * turns, since machines are noisy, and told by the medians.
 */
final class BatchBenchmark {
  private static final int ROUNDS = 5;
  private static final int ROWS_BEFORE = 50_000;
  private static final int WARM_UP_ROUNDS = 3;
  private static final String EVERY_HUNDREDTH = "(\"grievance_Key\":\\d*00),";

  private final BenchServer server;
  private final String database;
  private final Floor floor;
  private final List<Connection> connections;
  private final BenchGrievances grievances = new BenchGrievances(1);
  private int nextKey = 1;

  /** So many records in batches of a size, from so many callers at once. */
  record Size(int batch, int callers, int records) {}

  /** What was measured of one size: {@code created} or {@code updated} records. */
  record Result(Size size, String what, List<Double> service, List<Double> floor, Timings calls) {

    double servicePerSecond() {
      return median(service);
    }

    double floorPerSecond() {
      return median(floor);
    }

    double ratio() {
      return servicePerSecond() / floorPerSecond();
    }

    private static double median(List<Double> values) {
      return values.stream().sorted().toList().get(values.size() / 2);
    }
  }

  /**
   * @param connections to where the floor's table is, one for each caller
   */
  BatchBenchmark(BenchServer server, String database, Floor floor, List<Connection> connections) {
    this.server = server;
    this.database = database;
    this.floor = floor;
    this.connections = connections;
  }

  /** The same batches in another database, beside the same floor. */
  BatchBenchmark in(String other) {
    BatchBenchmark benchmark = new BatchBenchmark(server, other, floor, connections);
    benchmark.startAt(nextKey);
    return benchmark;
  }

  /** Where another benchmark of the same table put keys below. */
  void startAt(int key) {
    nextKey = key;
  }

  /** Plans made for an empty table would stay, so both tables are filled and analyzed first. */
  void prepare() throws Exception {
    for (int round = 0; round < WARM_UP_ROUNDS; round++) {
      run(new Size(1_000, 2, ROWS_BEFORE), new ArrayList<>(), new ArrayList<>());
      run(new Size(100, 2, 10_000), new ArrayList<>(), new ArrayList<>());
      run(new Size(1, 1, 4_000), new ArrayList<>(), new ArrayList<>());
      if (round == 0) {
        server.analyze(database);
      }
    }
  }

  List<Result> measure(Size size) throws Exception {
    List<Result> created = new ArrayList<>();
    List<Result> updated = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      run(size, created, updated);
    }
    return List.of(merge(created), merge(updated));
  }

  private static Result merge(List<Result> rounds) {
    Result first = rounds.get(0);
    return new Result(
        first.size(),
        first.what(),
        rounds.stream().flatMap(r -> r.service().stream()).toList(),
        rounds.stream().flatMap(r -> r.floor().stream()).toList(),
        Timings.of(
            rounds.stream().flatMap(r -> Arrays.stream(r.calls().sorted()).boxed()).toList()));
  }

  private void run(Size size, List<Result> created, List<Result> updated) throws Exception {
    int first = nextKey;
    nextKey += size.records();
    created.add(round(size, "created", first, 1));
    updated.add(round(size, "updated", first, 2));
  }

  private Result round(Size size, String what, int first, int variant) throws Exception {
    return round(
        size,
        what,
        batches(size, first, key -> grievances.json(key, size.batch(), variant)),
        batches(size, first, key -> grievances.rows(key, size.batch(), variant)));
  }

  private Result round(Size size, String what, List<String> bodies, List<List<Object[]>> rows)
      throws Exception {
    String expected = what.equals("created") ? "\"status\":201" : "\"status\":200";
    Load service =
        Load.run(
            size.callers(),
            bodies,
            (caller, body) -> check(server.putBatch(database, body), expected));
    Load plain =
        Load.run(
            size.callers(), rows, (caller, batch) -> floor.put(connections.get(caller), batch));
    return new Result(
        size,
        what,
        List.of(size.records() / service.seconds()),
        List.of(size.records() / plain.seconds()),
        Timings.of(service.millis()));
  }

  private static <T> List<T> batches(Size size, int first, IntFunction<T> batch) {
    return IntStream.range(0, size.records() / size.batch())
        .mapToObj(number -> batch.apply(first + number * size.batch()))
        .toList();
  }

  /** Looks at the first item's answer; the tests look at all of them. */
  private static void check(byte[] answer, String expected) {
    String start = new String(answer, 0, Math.min(answer.length, 200), StandardCharsets.UTF_8);
    if (!start.contains(expected)) {
      throw new IllegalStateException("An item was not answered " + expected + ": " + start);
    }
  }

  /** Clean batches of 1,000, and the same with one faulty item in a hundred; records a second. */
  void compareFaulty(PrintStream out) throws Exception {
    Size size = new Size(1_000, 2, 40_000);
    List<Double> clean = new ArrayList<>();
    List<Double> faulty = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      clean.add(put(size, body -> body));
      faulty.add(put(size, body -> body.replaceAll(EVERY_HUNDREDTH, "$1,\"issue_Date\":\"?\",")));
    }
    double ratio = Result.median(faulty) / Result.median(clean);
    out.printf(
        "%nBatches of 1,000 with one faulty item in a hundred: %,.0f a second, %.2f of the clean"
            + " ones.%n",
        Result.median(faulty), ratio);
  }

  private double put(Size size, UnaryOperator<String> change) throws Exception {
    int first = nextKey;
    nextKey += size.records();
    return put(
        size, batches(size, first, key -> change.apply(grievances.json(key, size.batch(), 1))));
  }

  /**
   * Batches of rows from anywhere in the table, over plain JDBC in their order: nothing else keeps
   * two callers there from a deadlock.
   *
   * @param firstKey of the rows
   * @param keys how many there are
   */
  Result updateAtRandom(Size size, int firstKey, int keys) throws Exception {
    Random random = new Random(1);
    List<Result> rounds = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      int variant = round;
      IntFunction<IntStream> batch =
          number -> random.ints(firstKey, firstKey + keys).distinct().limit(size.batch());
      rounds.add(
          round(
              size,
              "updated",
              batches(size, 0, number -> grievances.json(batch.apply(number), variant)),
              batches(size, 0, number -> grievances.rows(batch.apply(number).sorted(), variant))));
    }
    return merge(rounds);
  }

  private double put(Size size, List<String> bodies) throws Exception {
    Load load = Load.run(size.callers(), bodies, (caller, body) -> server.putBatch(database, body));
    return size.records() / load.seconds();
  }

  static void print(PrintStream out, String product, List<Result> results) {
    out.printf("%n%s, records a second, and the latency of a batch in ms%n%n", product);
    out.printf("| items | callers | | service | p50 | p99 | plain JDBC | ratio |%n");
    out.printf("| ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: |%n");
    for (Result result : results) {
      out.printf(
          "| %,6d | %d | %s | %,7.0f | %6.1f | %6.1f | %,7.0f | %.2f |%n",
          result.size().batch(),
          result.size().callers(),
          result.what(),
          result.servicePerSecond(),
          result.calls().median(),
          result.calls().p99(),
          result.floorPerSecond(),
          result.ratio());
    }
  }
}
