package org.grievances.bench;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.grievances.bench.BatchBenchmark.Result;
import org.grievances.grievance.Grievance;
import org.grievances.schema.Field;

/** Measures the same batches in a small table and in a table of ten million rows. */
final class GrowthBenchmark {
  private static final Size SIZE = new Size(1_000, 2, 60_000);
  private static final int STEP = 100_000;
  private static final int STEPS = 100;

  /** No other benchmark uses keys above this one. */
  private static final int FIRST_KEY = 1_000_000_000;

  private final BenchServer server;
  private final BatchBenchmark batches;
  private final PrintStream out;

  GrowthBenchmark(BenchServer server, BatchBenchmark batches, PrintStream out) {
    this.server = server;
    this.batches = batches;
    this.out = out;
  }

  void run() throws Exception {
    out.printf("%nBatches of 1,000 from two callers as the table grows, records a second,%n");
    out.printf("and the ratio to plain JDBC in a table of the same size%n%n");
    out.printf("| rows | created | | updated | | updated at random | |%n");
    out.printf("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |%n");
    List<Result> small = measure(1, STEP);
    grow("grievances");
    grow("floor_grievances");
    List<Result> large = measure(FIRST_KEY + 1, STEPS * STEP);
    out.print("| ratio |");
    for (int i = 0; i < small.size(); i++) {
      out.printf(" %.2f | |", perSecond(large.get(i)) / perSecond(small.get(i)));
    }
    out.println();
  }

  /**
   * @param firstKey the lowest key of the rows to update at random
   * @param keys the number of these keys
   */
  private List<Result> measure(int firstKey, int keys) throws Exception {
    long rows = rows();
    List<Result> results = new ArrayList<>(batches.measure(SIZE));
    results.add(batches.updateRandomRows(SIZE, firstKey, keys));
    out.printf("| %,d |", rows);
    for (Result result : results) {
      out.printf(" %,.0f | %.2f |", perSecond(result), result.ratio(Target.POSTGRESQL));
    }
    out.println();
    return results;
  }

  private static double perSecond(Result result) {
    return result.at(Target.POSTGRESQL).perSecond();
  }

  private long rows() throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT COUNT(*) FROM grievances")) {
      result.next();
      return result.getLong(1);
    }
  }

  /** Copies the first rows under other keys. */
  private void grow(String table) throws SQLException {
    String others =
        Grievance.TABLE.fields().stream()
            .filter(field -> !field.key())
            .map(Field::name)
            .collect(Collectors.joining(", "));
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      for (int step = 0; step < STEPS; step++) {
        statement.execute(
            ("INSERT INTO %1$s (grievance_key, %2$s) SELECT %3$d + grievance_key, %2$s"
                    + " FROM %1$s WHERE grievance_key <= %4$d")
                .formatted(table, others, FIRST_KEY + step * STEP, STEP));
      }
      statement.execute("VACUUM ANALYZE " + table);
      statement.execute("CHECKPOINT");
    }
  }
}
