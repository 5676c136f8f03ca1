package org.grievances.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.grievances.server.SampleGrievances;

/**
 * Measures what it costs a reader that reads are recorded: the same requests to a database that
 * records them and to one that does not, in turns.
 */
final class ReadsBenchmark {
  private static final int BATCH = 5_000;
  private static final int RECORDS = 100_000;
  private static final int CALLERS = 16;
  private static final int REFUSALS = 6_000;

  private final BenchServer server;
  private final PrintStream out;

  /**
   * @param calls how often it is measured in each database
   */
  private record Request(String name, String path, int calls) {}

  ReadsBenchmark(BenchServer server, PrintStream out) {
    this.server = server;
    this.out = out;
  }

  void run() throws Exception {
    out.printf(
        "%nWithout and with a record of who reads, in ms (p50)%n%n"
            + "| product | request | without | with | more | ratio |%n"
            + "| --- | --- | ---: | ---: | ---: | ---: |%n");
    compare(Target.POSTGRESQL_UNRECORDED, Target.POSTGRESQL_DELIVERED);
    compare(Target.DERBY_UNRECORDED, Target.DERBY_DELIVERED);
    out.printf(
        "%nA grievance of others, and one that is not there, to a member, in ms%n%n"
            + "| product | of others, p50 | p95 | missing, p50 | p95 | ratio of the p50 |%n"
            + "| --- | ---: | ---: | ---: | ---: | ---: |%n");
    compareRefusals(Target.POSTGRESQL_DELIVERED);
    compareRefusals(Target.DERBY_DELIVERED);
  }

  private void compareRefusals(Target target) throws Exception {
    BenchClient member = server.memberClient(target);
    List<List<Double>> millis = List.of(new ArrayList<>(), new ArrayList<>());
    for (int call = 0; call < 2 * REFUSALS; call++) {
      int key = call % 2 == 0 ? 1 + call % RECORDS : 2 * RECORDS + call;
      Callable<?> get = () -> member.tryToGet("grievances/" + key);
      double time = Timings.of(1, get).median();
      if (call > REFUSALS) {
        millis.get(call % 2).add(time);
      }
    }
    Timings ofOthers = Timings.of(millis.get(0));
    Timings missing = Timings.of(millis.get(1));
    out.printf(
        "| %s | %.3f | %.3f | %.3f | %.3f | %.3f |%n",
        target.product(),
        ofOthers.median(),
        ofOthers.p95(),
        missing.median(),
        missing.p95(),
        ofOthers.median() / missing.median());
  }

  private void compare(Target without, Target with) throws Exception {
    fill(without);
    fill(with);
    for (Request request :
        List.of(
            new Request("one grievance", "grievances/4711", 2_000),
            new Request("a page of 100", "grievances?keyFrom=5000", 200),
            new Request("a page of 1,000", "grievances?keyFrom=5000&pageSize=1000", 100),
            new Request("an export of 100,000", "grievances/export", 7))) {
      measure(request, without, with);
      print(without, request.name(), measure(request, without, with));
    }
    String one = "one grievance, each of " + CALLERS + " callers";
    together(without, with);
    print(without, one, together(without, with));
  }

  private void fill(Target target) throws Exception {
    SampleGrievances samples = new SampleGrievances(1);
    for (int start = 1; start <= RECORDS; start += BATCH) {
      server.client(target).putBatch(samples.batch(start, BATCH).toString());
    }
    server.analyze(target);
  }

  /** In turns, so that both have the same machine. */
  private List<Timings> measure(Request request, Target without, Target with) throws Exception {
    List<List<Double>> millis = List.of(new ArrayList<>(), new ArrayList<>());
    List<BenchClient> clients = List.of(server.client(without), server.client(with));
    for (int call = 0; call < 2 * request.calls(); call++) {
      BenchClient client = clients.get(call % 2);
      Callable<?> get = () -> client.get(request.path());
      millis.get(call % 2).add(Timings.of(1, get).median());
    }
    return millis.stream().map(Timings::of).toList();
  }

  private List<Timings> together(Target without, Target with) throws Exception {
    List<List<Double>> millis = List.of(new ArrayList<>(), new ArrayList<>());
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try {
      for (int round = 0; round < 2 * Bench.ROUNDS; round++) {
        BenchClient client = server.client(round % 2 == 0 ? without : with);
        List<Future<List<Double>>> all =
            IntStream.range(0, CALLERS)
                .mapToObj(caller -> callers.submit(() -> calls(client, caller)))
                .toList();
        for (Future<List<Double>> each : all) {
          millis.get(round % 2).addAll(each.get());
        }
      }
    } finally {
      callers.shutdownNow();
    }
    return millis.stream().map(Timings::of).toList();
  }

  private static List<Double> calls(BenchClient client, int caller) throws Exception {
    List<Double> millis = new ArrayList<>();
    for (int call = 0; call < 200; call++) {
      int key = 1 + (caller * 1_000 + call) % RECORDS;
      millis.add(Timings.of(1, () -> client.get("grievances/" + key)).median());
    }
    return millis;
  }

  private void print(Target target, String name, List<Timings> both) {
    double without = both.get(0).median();
    double with = both.get(1).median();
    out.printf(
        "| %s | %s | %.2f | %.2f | %.2f | %.2f |%n",
        target.product(), name, without, with, with - without, with / without);
  }
}
