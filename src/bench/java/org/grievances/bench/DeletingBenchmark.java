package org.grievances.bench;

import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Measures deleting records in large batches, compared with updating the same records just before.
 */
final class DeletingBenchmark {
  /** Stay in the table, so that it is not empty when it is analyzed. */
  private static final Size REMAINING = new Size(1_000, 2, 20_000);

  private static final List<Size> SIZES =
      List.of(new Size(10_000, 2, 100_000), new Size(100_000, 1, 100_000));
  private static final List<Size> SIZES_ON_DERBY =
      List.of(new Size(10_000, 2, 20_000), new Size(100_000, 1, 100_000));

  /** A round takes most of a minute there. */
  private static final int ROUNDS_ON_DERBY = Math.min(Bench.ROUNDS, 3);

  private final BenchServer server;
  private final PrintStream out;
  private final BenchGrievances grievances = new BenchGrievances(1);
  private int nextKey = 1;

  /** What was measured with one size. */
  private record Result(Size size, Series updated, Series deleted) {

    static Result of(Size size) {
      return new Result(size, new Series(), new Series());
    }
  }

  DeletingBenchmark(BenchServer server, PrintStream out) {
    this.server = server;
    this.out = out;
  }

  void run() throws Exception {
    out.printf(
        "%nDeleting as delivered, compared with updating the same records; records a second%n%n");
    out.printf("| | items | callers | updated | deleted | deleted/updated |%n");
    out.printf("| --- | ---: | ---: | ---: | ---: | ---: |%n");
    measure(Target.POSTGRESQL_DELIVERED, SIZES, Bench.ROUNDS);
    measure(Target.DERBY_DELIVERED, SIZES_ON_DERBY, ROUNDS_ON_DERBY);
  }

  private void measure(Target target, List<Size> sizes, int rounds) throws Exception {
    BenchClient client = server.client(target);
    client.putBatches(
        REMAINING.callers(), grievances.bodies(REMAINING, nextKeys(REMAINING), 1), 201);
    server.analyze(target);
    round(client, Result.of(sizes.get(0)));
    for (Size size : sizes) {
      Result result = Result.of(size);
      for (int round = 0; round < rounds; round++) {
        round(client, result);
      }
      print(target, result);
    }
  }

  private int nextKeys(Size size) {
    int first = nextKey;
    nextKey += size.records();
    return first;
  }

  private void round(BenchClient client, Result result) throws Exception {
    Size size = result.size();
    int first = nextKeys(size);
    client.putBatches(size.callers(), grievances.bodies(size, first, 1), 201);
    result
        .updated()
        .add(
            size.records(),
            client.putBatches(size.callers(), grievances.bodies(size, first, 2), 200));
    result
        .deleted()
        .add(
            size.records(),
            client.deleteBatches(
                size.callers(), size.batches(first, key -> keys(key, size.batch()))));
  }

  private static String keys(int first, int count) {
    return IntStream.range(first, first + count)
        .mapToObj(key -> "{\"grievance_Key\":" + key + "}")
        .collect(Collectors.joining(",", "[", "]"));
  }

  private void print(Target target, Result result) {
    out.printf(
        "| %s | %,d | %d | %,.0f | %,.0f | %.2f |%n",
        target.product(),
        result.size().batch(),
        result.size().callers(),
        result.updated().perSecond(),
        result.deleted().perSecond(),
        result.deleted().perSecond() / result.updated().perSecond());
  }
}
