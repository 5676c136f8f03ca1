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
 * Measures batches of several sizes, sent to the service and, with the same rows, over plain JDBC.
 * The two take turns, because other load on the machine varies, and the medians are reported.
 */
final class BatchBenchmark {
  private static final int ROUNDS = 5;
  private static final int ROWS_BEFORE = 50_000;
  private static final int WARM_UP_ROUNDS = 3;
  private static final String EVERY_HUNDREDTH = "(\"grievance_Key\":\\d*00),";

  private final BenchServer server;
  private final String database;
  private final Baseline baseline;
  private final List<Connection> connections;
  private final BenchGrievances grievances = new BenchGrievances(1);
  private int nextKey = 1;

  /**
   * What to send.
   *
   * @param batch the items of a batch
   * @param callers how many callers send at once
   * @param records the items of all batches together
   */
  record Size(int batch, int callers, int records) {}

  /**
   * What was measured with one size.
   *
   * @param outcome {@code created} or {@code updated}
   * @param service records a second through the service, for each round
   * @param baseline records a second over plain JDBC, for each round
   * @param calls the latency of the requests
   */
  record Result(
      Size size, String outcome, List<Double> service, List<Double> baseline, Timings calls) {

    double servicePerSecond() {
      return median(service);
    }

    double baselinePerSecond() {
      return median(baseline);
    }

    double ratio() {
      return servicePerSecond() / baselinePerSecond();
    }

    private static double median(List<Double> values) {
      return values.stream().sorted().toList().get(values.size() / 2);
    }
  }

  /**
   * @param connections to the database with the table of the baseline, one for each caller
   */
  BatchBenchmark(
      BenchServer server, String database, Baseline baseline, List<Connection> connections) {
    this.server = server;
    this.database = database;
    this.baseline = baseline;
    this.connections = connections;
  }

  /** Creates a benchmark of another database with the same baseline. */
  BatchBenchmark withDatabase(String other) {
    BatchBenchmark benchmark = new BatchBenchmark(server, other, baseline, connections);
    benchmark.startAt(nextKey);
    return benchmark;
  }

  /** Sets the first key, above those of other benchmarks of the same table. */
  void startAt(int key) {
    nextKey = key;
  }

  /**
   * Warms up, and fills and analyzes both tables, because PostgreSQL would keep using plans that it
   * made for empty tables.
   */
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
        first.outcome(),
        rounds.stream().flatMap(r -> r.service().stream()).toList(),
        rounds.stream().flatMap(r -> r.baseline().stream()).toList(),
        Timings.of(
            rounds.stream().flatMap(r -> Arrays.stream(r.calls().sorted()).boxed()).toList()));
  }

  private void run(Size size, List<Result> created, List<Result> updated) throws Exception {
    int first = nextKey;
    nextKey += size.records();
    created.add(round(size, "created", first, 1));
    updated.add(round(size, "updated", first, 2));
  }

  private Result round(Size size, String outcome, int first, int variant) throws Exception {
    return round(
        size,
        outcome,
        batches(size, first, key -> grievances.json(key, size.batch(), variant)),
        batches(size, first, key -> grievances.rows(key, size.batch(), variant)));
  }

  private Result round(Size size, String outcome, List<String> bodies, List<List<Object[]>> rows)
      throws Exception {
    String expected = outcome.equals("created") ? "\"status\":201" : "\"status\":200";
    ConcurrentCalls service =
        ConcurrentCalls.run(
            size.callers(),
            bodies,
            (caller, body) -> check(server.putBatch(database, body), expected));
    ConcurrentCalls plain =
        ConcurrentCalls.run(
            size.callers(), rows, (caller, batch) -> baseline.put(connections.get(caller), batch));
    return new Result(
        size,
        outcome,
        List.of(size.records() / service.seconds()),
        List.of(size.records() / plain.seconds()),
        Timings.of(service.millis()));
  }

  private static <T> List<T> batches(Size size, int first, IntFunction<T> batch) {
    return IntStream.range(0, size.records() / size.batch())
        .mapToObj(number -> batch.apply(first + number * size.batch()))
        .toList();
  }

  /** Checks the status of the first item only; the integration tests check all of them. */
  private static void check(byte[] response, String expected) {
    String start = new String(response, 0, Math.min(response.length, 200), StandardCharsets.UTF_8);
    if (!start.contains(expected)) {
      throw new IllegalStateException("An item was not answered " + expected + ": " + start);
    }
  }

  /**
   * Compares batches of 1,000 valid items with batches in which one item in a hundred is invalid.
   */
  void compareWithInvalidItems(PrintStream out) throws Exception {
    Size size = new Size(1_000, 2, 40_000);
    List<Double> clean = new ArrayList<>();
    List<Double> withInvalidItems = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      clean.add(putPerSecond(size, body -> body));
      withInvalidItems.add(
          putPerSecond(size, body -> body.replaceAll(EVERY_HUNDREDTH, "$1,\"issue_Date\":\"?\",")));
    }
    double ratio = Result.median(withInvalidItems) / Result.median(clean);
    out.printf(
        "%nBatches of 1,000 with one faulty item in a hundred: %,.0f a second, %.2f of the clean"
            + " ones.%n",
        Result.median(withInvalidItems), ratio);
  }

  private double putPerSecond(Size size, UnaryOperator<String> change) throws Exception {
    int first = nextKey;
    nextKey += size.records();
    return putPerSecond(
        size, batches(size, first, key -> change.apply(grievances.json(key, size.batch(), 1))));
  }

  /**
   * Updates rows at random positions of the table. Plain JDBC gets the rows of a batch in key
   * order, because two callers could deadlock otherwise.
   *
   * @param firstKey the lowest key of the rows
   * @param keys the number of keys to choose from
   */
  Result updateRandomRows(Size size, int firstKey, int keys) throws Exception {
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

  private double putPerSecond(Size size, List<String> bodies) throws Exception {
    ConcurrentCalls load =
        ConcurrentCalls.run(
            size.callers(), bodies, (caller, body) -> server.putBatch(database, body));
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
          result.outcome(),
          result.servicePerSecond(),
          result.calls().median(),
          result.calls().p99(),
          result.baselinePerSecond(),
          result.ratio());
    }
  }
}
