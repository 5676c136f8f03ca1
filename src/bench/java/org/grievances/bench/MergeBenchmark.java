package org.grievances.bench;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.grievances.server.SampleGrievances;

/** Measures changing some members of records, compared with replacing the same records. */
final class MergeBenchmark {
  private static final Size SIZE = new Size(1_000, 2, 20_000);
  private static final Size SIZE_ON_DERBY = new Size(1_000, 2, 10_000);
  private static final Set<String> SOME =
      Set.of("grievance_Key", "grievance_Status", "issue", "issue_Date");

  private final BenchServer server;
  private final PrintStream out;
  private final SampleGrievances samples = new SampleGrievances(1);

  MergeBenchmark(BenchServer server, PrintStream out) {
    this.server = server;
    this.out = out;
  }

  void run() throws Exception {
    out.printf("%nMerging as delivered, compared with replacing; records a second%n%n");
    out.printf("| | replaced | all members | every second item lacks most | three members |%n");
    out.printf("| --- | ---: | ---: | ---: | ---: |%n");
    measure(Target.POSTGRESQL_DELIVERED, SIZE);
    measure(Target.DERBY_DELIVERED, SIZE_ON_DERBY);
  }

  private void measure(Target target, Size size) throws Exception {
    BenchClient client = server.client(target);
    client.putBatches(size.callers(), bodies(size, each -> each), 201);
    server.analyze(target);
    round(client, size, new Series(), new Series(), new Series(), new Series());
    Series replaced = new Series();
    Series all = new Series();
    Series mixed = new Series();
    Series some = new Series();
    for (int round = 0; round < Bench.ROUNDS; round++) {
      round(client, size, replaced, all, mixed, some);
    }
    out.printf(
        "| %s | %,.0f | %.2f | %.2f | %.2f |%n",
        target.product(),
        replaced.perSecond(),
        all.perSecond() / replaced.perSecond(),
        mixed.perSecond() / replaced.perSecond(),
        some.perSecond() / replaced.perSecond());
  }

  private void round(
      BenchClient client, Size size, Series replaced, Series all, Series mixed, Series some)
      throws Exception {
    int callers = size.callers();
    List<String> whole = bodies(size, each -> each);
    replaced.add(size.records(), client.putBatches(callers, whole, 200));
    all.add(size.records(), client.mergeBatches(callers, whole));
    mixed.add(
        size.records(),
        client.mergeBatches(
            callers,
            bodies(size, each -> each.getInt("grievance_Key") % 2 == 0 ? each : some(each))));
    some.add(size.records(), client.mergeBatches(callers, bodies(size, MergeBenchmark::some)));
  }

  private List<String> bodies(Size size, UnaryOperator<JsonObject> change) {
    return size.batches(
        1,
        first ->
            samples.batch(first, size.batch()).getValuesAs(JsonObject.class).stream()
                .map(change)
                .map(JsonObject::toString)
                .collect(Collectors.joining(",", "[", "]")));
  }

  private static JsonObject some(JsonObject grievance) {
    JsonObjectBuilder some = Json.createObjectBuilder();
    grievance.forEach(
        (member, value) -> {
          if (SOME.contains(member)) {
            some.add(member, value);
          }
        });
    return some.build();
  }
}
