package org.grievances.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Measures batches of several sizes, over plain JDBC and, with the same items, sent to one or more
 * targets. They take turns, because other load on the machine varies, and the medians are reported.
 */
final class BatchBenchmark {
  private static final int WARM_UP_ROUNDS = 3;
  private static final List<Size> WARM_UP =
      List.of(new Size(1_000, 2, 50_000), new Size(100, 2, 10_000), new Size(1, 1, 4_000));
  private static final String EVERY_HUNDREDTH = "(\"grievance_Key\":\\d*00),";

  private final BenchServer server;
  private final Floor floor;
  private final List<Target> targets;
  private final BenchGrievances grievances = new BenchGrievances(1);
  private int nextKey = 1;

  /**
   * What was measured with one size.
   *
   * @param outcome {@code created} or {@code updated}
   * @param service at each target
   */
  record Result(Size size, String outcome, Series floor, Map<Target, Series> service) {

    static Result of(Size size, String outcome) {
      return new Result(size, outcome, new Series(), new EnumMap<>(Target.class));
    }

    Series at(Target target) {
      return service.computeIfAbsent(target, none -> new Series());
    }

    /** Returns the speed at a target as a fraction of that of the floor. */
    double ratio(Target target) {
      return at(target).perSecond() / floor.perSecond();
    }
  }

  BatchBenchmark(BenchServer server, Floor floor, Target... targets) {
    this.server = server;
    this.floor = floor;
    this.targets = List.of(targets);
  }

  /** Sets the first key, above those of other benchmarks at the same target. */
  BatchBenchmark startingAt(int key) {
    nextKey = key;
    return this;
  }

  /** Warms up, and measures each size. */
  List<Result> measure(List<Size> sizes) throws Exception {
    return measure(WARM_UP, sizes);
  }

  List<Result> measure(List<Size> warmUp, List<Size> sizes) throws Exception {
    warmUp(warmUp);
    List<Result> results = new ArrayList<>();
    for (Size size : sizes) {
      results.addAll(measure(size));
    }
    return results;
  }

  void warmUp() throws Exception {
    warmUp(WARM_UP);
  }

  /**
   * Fills and analyzes all tables while warming up, because PostgreSQL would keep using plans that
   * it made for empty tables.
   */
  private void warmUp(List<Size> sizes) throws Exception {
    for (int round = 0; round < WARM_UP_ROUNDS; round++) {
      for (Size size : sizes) {
        run(Result.of(size, "created"), Result.of(size, "updated"));
      }
      if (round == 0) {
        for (Target target : targets) {
          server.analyze(target);
        }
      }
    }
  }

  List<Result> measure(Size size) throws Exception {
    Result created = Result.of(size, "created");
    Result updated = Result.of(size, "updated");
    for (int round = 0; round < Bench.ROUNDS; round++) {
      run(created, updated);
    }
    return List.of(created, updated);
  }

  private void run(Result created, Result updated) throws Exception {
    int first = nextKeys(created.size());
    round(created, first, 1);
    round(updated, first, 2);
  }

  private int nextKeys(Size size) {
    int first = nextKey;
    nextKey += size.records();
    return first;
  }

  private void round(Result result, int first, int variant) throws Exception {
    Size size = result.size();
    round(
        result,
        grievances.bodies(size, first, variant),
        size.batches(first, key -> grievances.rows(key, size.batch(), variant)));
  }

  private void round(Result result, List<String> bodies, List<List<Object[]>> rows)
      throws Exception {
    Size size = result.size();
    int status = result.outcome().equals("created") ? 201 : 200;
    add(result.floor(), size, () -> floor.put(size.callers(), rows));
    for (Target target : targets) {
      BenchClient client = server.client(target);
      add(result.at(target), size, () -> client.putBatches(size.callers(), bodies, status));
    }
  }

  private void add(Series series, Size size, Callable<ConcurrentCalls> round) throws Exception {
    CpuMeter cpu = server.cpuMeter();
    series.add(size.records(), round.call());
    series.add(cpu.elapsed());
  }

  /**
   * Compares batches of 1,000 valid items with batches in which one item in a hundred is invalid.
   */
  void compareWithInvalidItems(PrintStream out) throws Exception {
    Size size = new Size(1_000, 2, 40_000);
    Series clean = new Series();
    Series withInvalidItems = new Series();
    for (int round = 0; round < Bench.ROUNDS; round++) {
      put(clean, size, body -> body);
      put(
          withInvalidItems,
          size,
          body -> body.replaceAll(EVERY_HUNDREDTH, "$1,\"issue_Date\":\"?\","));
    }
    out.printf(
        "%nBatches of 1,000 with one faulty item in a hundred: %,.0f a second, %.2f of the clean"
            + " ones.%n",
        withInvalidItems.perSecond(), withInvalidItems.perSecond() / clean.perSecond());
  }

  private void put(Series series, Size size, UnaryOperator<String> change) throws Exception {
    List<String> bodies = grievances.bodies(size, nextKeys(size), 1).stream().map(change).toList();
    BenchClient client = server.client(targets.get(0));
    series.add(size.records(), client.putBatches(size.callers(), bodies, 201));
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
    Result result = Result.of(size, "updated");
    for (int round = 0; round < Bench.ROUNDS; round++) {
      int variant = round;
      IntFunction<IntStream> batch =
          number -> random.ints(firstKey, firstKey + keys).distinct().limit(size.batch());
      round(
          result,
          size.batches(0, number -> grievances.json(batch.apply(number), variant)),
          size.batches(0, number -> grievances.rows(batch.apply(number).sorted(), variant)));
    }
    return result;
  }

  static void print(PrintStream out, String title, Target target, List<Result> results) {
    out.printf("%n%s, records a second, and the latency of a batch in ms%n%n", title);
    out.printf("| items | callers | | service | p50 | p99 | plain JDBC | ratio |%n");
    out.printf("| ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: |%n");
    for (Result result : results) {
      out.printf(
          "| %,6d | %d | %s | %,7.0f | %6.1f | %6.1f | %,7.0f | %.2f |%n",
          result.size().batch(),
          result.size().callers(),
          result.outcome(),
          result.at(target).perSecond(),
          result.at(target).calls().median(),
          result.at(target).calls().p99(),
          result.floor().perSecond(),
          result.ratio(target));
    }
  }
}
