package org.grievances.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.grievances.server.SampleGrievances;

/**
 * Measures reading changes page by page, compared with reading the same rows of the history over
 * plain JDBC in pages of the same size. Each record was created, then replaced.
 */
final class ChangesBenchmark {
  private static final int RECORDS = 50_000;
  private static final int BATCH = 1_000;
  private static final int LIMIT = 1_000;
  private static final int WARM_UPS = 5;
  private static final Pattern AFTER = Pattern.compile("\\bafter=([\\w-]+)>");
  private static final String ROWS =
      "SELECT * FROM grievances_history"
          + " WHERE (change_id, grievance_key) > (?, ?)"
          + " ORDER BY change_id, grievance_key FETCH FIRST "
          + LIMIT
          + " ROWS ONLY";

  private final BenchServer server;
  private final PrintStream out;

  ChangesBenchmark(BenchServer server, PrintStream out) {
    this.server = server;
    this.out = out;
  }

  void run() throws Exception {
    out.printf("%nChanges a second, %,d a page%n%n", LIMIT);
    out.printf("| | lines of JSON | by two readers | JSON | plain JDBC |%n");
    out.printf("| --- | ---: | ---: | ---: | ---: |%n");
    fill(Target.POSTGRESQL_DELIVERED);
    print("PostgreSQL", Target.POSTGRESQL_DELIVERED);
    fill(Target.SPREAD_DELIVERED);
    print("PostgreSQL, spread", Target.SPREAD_DELIVERED);
  }

  private void fill(Target target) throws Exception {
    BenchClient client = server.client(target);
    for (int status : List.of(201, 200)) {
      SampleGrievances samples = new SampleGrievances(status);
      for (int first = 1; first <= RECORDS; first += BATCH) {
        client.putBatches(1, List.of(samples.batch(first, BATCH).toString()), status);
      }
    }
    server.analyze(target);
  }

  private void print(String name, Target target) throws Exception {
    BenchClient client = server.client(target);
    for (int warmUp = 0; warmUp < WARM_UPS; warmUp++) {
      read(client, "application/x-ndjson");
      read(client, "application/json");
      readRows(target);
    }
    Series lines = new Series();
    Series byTwo = new Series();
    Series json = new Series();
    Series rows = new Series();
    for (int round = 0; round < Bench.ROUNDS; round++) {
      lines.add(2 * RECORDS, calls(1, () -> read(client, "application/x-ndjson")));
      byTwo.add(4 * RECORDS, calls(2, () -> read(client, "application/x-ndjson")));
      json.add(2 * RECORDS, calls(1, () -> read(client, "application/json")));
      rows.add(2 * RECORDS, calls(1, () -> readRows(target)));
    }
    out.printf(
        "| %s | %,.0f | %,.0f | %,.0f | %,.0f |%n",
        name, lines.perSecond(), byTwo.perSecond(), json.perSecond(), rows.perSecond());
  }

  /** Reads everything once. */
  @FunctionalInterface
  private interface Reading {
    void run() throws Exception;
  }

  private static ConcurrentCalls calls(int readers, Reading reading) throws Exception {
    return ConcurrentCalls.run(
        readers, Collections.nCopies(readers, "all"), (reader, all) -> reading.run());
  }

  private static void read(BenchClient client, String type)
      throws IOException, InterruptedException {
    String place = "from=start";
    for (int page = 0; page < 2 * RECORDS / LIMIT; page++) {
      String link = client.link("grievances/changes?limit=" + LIMIT + "&" + place, type);
      Matcher after = AFTER.matcher(link);
      if (!after.find()) {
        throw new IllegalStateException("There is no next page: " + link);
      }
      place = "after=" + after.group(1);
    }
  }

  private void readRows(Target target) throws SQLException {
    try (Connection connection = server.connect(target);
        PreparedStatement statement = connection.prepareStatement(ROWS)) {
      long change = 0;
      int key = 0;
      for (int page = 0; page < 2 * RECORDS / LIMIT; page++) {
        statement.setLong(1, change);
        statement.setInt(2, key);
        try (ResultSet result = statement.executeQuery()) {
          int columns = result.getMetaData().getColumnCount();
          while (result.next()) {
            for (int column = 1; column <= columns; column++) {
              result.getString(column);
            }
            change = result.getLong("change_id");
            key = result.getInt("grievance_key");
          }
        }
      }
    }
  }
}
