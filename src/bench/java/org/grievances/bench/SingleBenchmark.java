package org.grievances.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Measures operations on single grievances, with the history of records, in a table of 20,000: a
 * correction changes two members, a replacement nearly all, each time others.
 */
final class SingleBenchmark {
  private static final Size FILLING = new Size(1_000, 2, 20_000);
  private static final int FIRST = 1_000_000;
  private static final int CALLS = 400;
  private static final int WARM_UPS = 4;
  private static final String PATH = "grievances/";

  private final BenchServer server;
  private final PrintStream out;
  private final BenchGrievances grievances = new BenchGrievances(5);
  private int variant = 1;

  /** What was measured of each operation. */
  private record Result(
      Series created, Series read, Series corrected, Series replaced, Series deleted) {

    Result() {
      this(new Series(), new Series(), new Series(), new Series(), new Series());
    }
  }

  /** Makes the call for a key. */
  @FunctionalInterface
  private interface Call {
    Object of(int key) throws Exception;
  }

  SingleBenchmark(BenchServer server, PrintStream out) {
    this.server = server;
    this.out = out;
  }

  void run() throws Exception {
    out.printf("%nSingle grievances, ms at the median%n%n");
    out.printf("| | created | read | corrected | replaced | deleted |%n");
    out.printf("| --- | ---: | ---: | ---: | ---: | ---: |%n");
    measure("PostgreSQL", Target.POSTGRESQL_WITH_HISTORY);
    measure("Derby", Target.DERBY_WITH_HISTORY);
    measure("spread PostgreSQL", Target.SPREAD_DELIVERED);
  }

  private void measure(String product, Target target) throws Exception {
    BenchClient client = server.client(target);
    client.putBatches(FILLING.callers(), grievances.bodies(FILLING, 1, 1), 201);
    server.analyze(target);
    for (int warmUp = 0; warmUp < WARM_UPS; warmUp++) {
      round(client, new Result());
    }
    Result result = new Result();
    for (int round = 0; round < Bench.ROUNDS; round++) {
      round(client, result);
    }
    out.printf(
        "| %s | %.2f | %.2f | %.2f | %.2f | %.2f |%n",
        product,
        result.created().calls().median(),
        result.read().calls().median(),
        result.corrected().calls().median(),
        result.replaced().calls().median(),
        result.deleted().calls().median());
  }

  private void round(BenchClient client, Result result) throws Exception {
    int created = ++variant;
    time(result.created(), key -> client.call("POST", "grievances", item(key, created), 201));
    time(result.read(), key -> client.get(PATH + key));
    time(
        result.corrected(),
        key -> client.call("PUT", PATH + key, corrected(item(key, created)), 200));
    int replaced = ++variant;
    time(result.replaced(), key -> client.call("PUT", PATH + key, item(key, replaced), 200));
    time(result.deleted(), key -> client.call("DELETE", PATH + key, "", 204));
  }

  private static void time(Series series, Call call) throws Exception {
    List<Double> millis = new ArrayList<>();
    for (int key = FIRST; key < FIRST + CALLS; key++) {
      int each = key;
      Callable<?> one = () -> call.of(each);
      millis.add(Timings.of(1, one).median());
    }
    series.add(millis);
  }

  private String item(int key, int number) {
    String array = grievances.json(key, 1, number);
    return array.substring(1, array.length() - 1);
  }

  private static String corrected(String item) {
    return item.replaceFirst(
            "\"grievance_Status\":\"[^\"]*\"", "\"grievance_Status\":\"Corrected\"")
        .replaceFirst("\"grievance_Source\":\"[^\"]*\"", "\"grievance_Source\":\"VISIT\"");
  }
}
