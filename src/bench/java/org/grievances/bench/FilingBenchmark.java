package org.grievances.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures filings when the next key of the sequence is free, when another client has just used
 * that key, and when the greatest possible key is in use.
 */
final class FilingBenchmark {
  private static final int RECORDS = 100_000;
  private static final int BATCH = 10_000;
  private static final int FILINGS = 500;
  private static final String FILING = "{\"subscriber_ID\":\"000123456\"}";

  private final BenchServer server;
  private final PrintStream out;

  FilingBenchmark(BenchServer server, PrintStream out) {
    this.server = server;
    this.out = out;
  }

  void run() throws Exception {
    out.printf(
        "%nFilings with %,d grievances, ms at the median; in brackets as many times the first%n%n",
        RECORDS);
    out.printf("| | the sequence is ahead | a loader is | the greatest key is in use |%n");
    out.printf("| --- | ---: | ---: | ---: |%n");
    for (Target target : List.of(Target.POSTGRESQL, Target.DERBY)) {
      measure(target);
    }
    out.println();
  }

  private void measure(Target target) throws Exception {
    BenchClient client = server.client(target);
    BenchGrievances grievances = new BenchGrievances(3);
    for (int key = 1; key <= RECORDS; key += BATCH) {
      client.putBatch(grievances.json(key, BATCH, 1));
    }
    for (int warmUp = 0; warmUp < 3; warmUp++) {
      file(client);
    }
    double ahead = file(client);
    double loaded = fileBesideLoader(client);
    client.putBatch(item(Integer.MAX_VALUE));
    file(client);
    double greatest = file(client);
    client.deleteBatch(item(Integer.MAX_VALUE));
    out.printf(
        "| %s | %.2f | %.2f (%.2f) | %.2f (%.2f) |%n",
        target.product(), ahead, loaded, loaded / ahead, greatest, greatest / ahead);
  }

  private double file(BenchClient client) throws Exception {
    return Timings.of(FILINGS, () -> client.file(FILING)).median();
  }

  /** Creates a record with the next key of the sequence before each filing. */
  private double fileBesideLoader(BenchClient client) throws Exception {
    List<Double> millis = new ArrayList<>();
    int next = client.file(FILING) + 1;
    for (int filing = 0; filing < FILINGS; filing++) {
      client.putBatch(item(next));
      long started = System.nanoTime();
      next = client.file(FILING) + 1;
      millis.add((System.nanoTime() - started) / 1e6);
    }
    return Timings.of(millis).median();
  }

  private static String item(int key) {
    return "[{\"grievance_Key\":" + key + "}]";
  }
}
