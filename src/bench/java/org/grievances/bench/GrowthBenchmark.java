package org.grievances.bench;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import org.grievances.bench.BatchBenchmark.Result;
import org.grievances.bench.BatchBenchmark.Size;
import org.grievances.database.Field;
import org.grievances.grievance.Grievance;

/** The same batches while the table is small, and when it has grown to ten million rows. */
final class GrowthBenchmark {
  private static final Size SIZE = new Size(1_000, 2, 60_000);
  private static final int STEP = 100_000;
  private static final int STEPS = 100;

  /** Where no other benchmark puts its keys. */
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
    out.printf("%nBatches of 1,000 from two callers as the table grows, records a second%n%n");
    out.printf("| rows | created | updated | updated at random |%n");
    out.printf("| ---: | ---: | ---: | ---: |%n");
    double[] small = measure(1, STEP);
    grow();
    double[] large = measure(FIRST_KEY + 1, STEPS * STEP);
    out.printf(
        "| ratio | %.2f | %.2f | %.2f |%n",
        large[0] / small[0], large[1] / small[1], large[2] / small[2]);
  }

  /**
   * @param firstKey of the rows to update at random
   * @param keys how many of these there are
   */
  private double[] measure(int firstKey, int keys) throws Exception {
    long rows = rows();
    List<Result> latest = batches.measure(SIZE);
    double[] perSecond = {
      latest.get(0).servicePerSecond(),
      latest.get(1).servicePerSecond(),
      batches.updateAtRandom(SIZE, firstKey, keys)
    };
    out.printf("| %,d | %,.0f | %,.0f | %,.0f |%n", rows, perSecond[0], perSecond[1], perSecond[2]);
    return perSecond;
  }

  private long rows() throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT COUNT(*) FROM grievances")) {
      result.next();
      return result.getLong(1);
    }
  }

  /** By copies of the first rows under other keys. */
  private void grow() throws SQLException {
    String others =
        Grievance.TABLE.fields().stream()
            .filter(field -> !field.key())
            .map(Field::name)
            .collect(Collectors.joining(", "));
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      for (int step = 0; step < STEPS; step++) {
        statement.execute(
            ("INSERT INTO grievances (grievance_key, %s) SELECT %d + grievance_key, %s"
                    + " FROM grievances WHERE grievance_key <= %d")
                .formatted(others, FIRST_KEY + step * STEP, others, STEP));
      }
      statement.execute("VACUUM ANALYZE grievances");
      statement.execute("CHECKPOINT");
    }
  }
}
