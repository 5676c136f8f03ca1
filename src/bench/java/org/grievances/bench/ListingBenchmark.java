package org.grievances.bench;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import org.grievances.grievance.Grievance;
import org.grievances.http.query.Cursor;
import org.grievances.schema.Field;
import org.grievances.server.SampleGrievances;

/**
 * Measures the first page of a list in each order, pages far into it, the queue of deadlines, and
 * reading one record by its key, and compares them with the same queries over plain JDBC.
 */
final class ListingBenchmark {
  private static final int BATCH = 5_000;
  private static final int CALLS = 40;
  private static final int WARM_UP = 10;
  private static final int KEYS = 400;

  /** Of requests that take seconds. */
  private static final int FEW = 3;

  private final BenchServer server;
  private final BenchClient client;
  private final int records;
  private final PrintStream out;
  private int asked;

  /** The times for the first page in one order, through the service and over plain JDBC. */
  private record Order(String sortBy, Timings service, Timings baseline) {}

  ListingBenchmark(BenchServer server, int records, PrintStream out) {
    this.server = server;
    this.client = server.client(Target.POSTGRESQL);
    this.records = records;
    this.out = out;
  }

  void run() throws Exception {
    fill();
    awaitIndexes();
    try (Connection connection = server.connect()) {
      List<Order> orders = new ArrayList<>();
      for (Field field : Grievance.TABLE.fields()) {
        orders.add(order(connection, field.name(), field, ""));
        orders.add(order(connection, field.name() + ":desc", field, " DESC"));
      }
      orders.sort(Comparator.comparing(order -> -order.service().median()));
      print(orders);
      printByKey(connection);
      printPlaces(connection);
      printCount(connection);
    }
  }

  /** Measures pages far into a list of any length, without the indexes for all orders. */
  void runPaging() throws Exception {
    fill();
    client.get("grievances?sortBy=grievance_Received");
    awaitIndex("grievances_by_grievance_received");
    try (Connection connection = server.connect()) {
      printPlaces(connection);
    }
  }

  /** Creates the records through the service. */
  private void fill() throws Exception {
    SampleGrievances samples = new SampleGrievances(1);
    long started = System.nanoTime();
    for (int first = 1; first <= records; first += BATCH) {
      client.putBatch(samples.batch(first, BATCH).toString());
    }
    out.printf(
        "%,d grievances were put in batches of %,d in %.0f s.%n%n",
        records, BATCH, (System.nanoTime() - started) / 1e9);
    execute("VACUUM ANALYZE");
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Requests each order once, so that the service creates its index, and waits for all indexes. */
  private void awaitIndexes() throws Exception {
    long started = System.nanoTime();
    for (Field field : Grievance.TABLE.fields()) {
      client.get("grievances?sortBy=" + field.name());
    }
    try (Connection connection = server.connect();
        PreparedStatement valid =
            connection.prepareStatement(
                "SELECT COUNT(*) FROM pg_index JOIN pg_class ON oid = indexrelid"
                    + " WHERE indisvalid AND relname LIKE 'grievances_by_%'")) {
      while (number(valid) < Grievance.TABLE.fields().size() - 1) {
        Thread.sleep(100);
      }
    }
    out.printf(
        "Its indexes were made in the background in %.0f s.%n%n",
        (System.nanoTime() - started) / 1e9);
    execute("VACUUM ANALYZE");
  }

  private static long number(PreparedStatement query) throws SQLException {
    try (ResultSet result = query.executeQuery()) {
      result.next();
      return result.getLong(1);
    }
  }

  private Order order(Connection connection, String sortBy, Field field, String direction)
      throws Exception {
    String column = field.name().toLowerCase(Locale.ROOT);
    String term = column;
    if (field.kind() == Field.Kind.TEXT) {
      term = (field.maxLength() > 128 ? "left(" + column + ", 128)" : column) + " COLLATE \"C\"";
    }
    String sql =
        "SELECT * FROM grievances ORDER BY %s%s, grievance_key%s FETCH FIRST 100 ROWS ONLY"
            .formatted(term, direction, direction);
    Callable<?> page = () -> client.get("grievances?sortBy=" + sortBy);
    Callable<?> rows = () -> readAll(connection, sql);
    Timings.of(WARM_UP, page);
    Timings.of(WARM_UP, rows);
    return new Order(sortBy, Timings.of(CALLS, page), Timings.of(CALLS, rows));
  }

  private static int readAll(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet result = statement.executeQuery()) {
      int columns = result.getMetaData().getColumnCount();
      int values = 0;
      while (result.next()) {
        for (int column = 1; column <= columns; column++) {
          values += result.getString(column) == null ? 0 : 1;
        }
      }
      return values;
    }
  }

  private void print(List<Order> orders) {
    out.printf("Page 1 of %,d grievances, 100 a page, in ms; slowest first%n%n", records);
    out.printf("| %-26s | service p50 | p99 | JDBC p50 | ratio |%n", "sortBy");
    out.printf("| %-26s | ---: | ---: | ---: | ---: |%n", "---");
    for (Order order : orders) {
      print(order.sortBy(), order.service(), order.baseline());
    }
    out.println();
  }

  private void print(String name, Timings service, Timings baseline) {
    out.printf(
        "| %-26s | %5.1f | %5.1f | %5.1f | %4.1f |%n",
        name,
        service.median(),
        service.p99(),
        baseline.median(),
        service.median() / baseline.median());
  }

  private void printByKey(Connection connection) throws Exception {
    Random random = new Random(1);
    Callable<?> get = () -> client.get("grievances/" + (1 + random.nextInt(records)));
    Callable<?> row =
        () ->
            readAll(
                connection,
                "SELECT * FROM grievances WHERE grievance_key = " + (1 + random.nextInt(records)));
    Timings.of(KEYS, get);
    Timings.of(KEYS, row);
    out.printf("| one record | service p50 | p99 | JDBC p50 | ratio |%n");
    out.printf("| --- | ---: | ---: | ---: | ---: |%n");
    print("GET by key", Timings.of(KEYS, get), Timings.of(KEYS, row));
    out.println();
  }

  /** Pages far into the list, by their number and by the link to them, and the queue. */
  private void printPlaces(Connection connection) throws Exception {
    int deep = records * 9 / 10;
    String order = " ORDER BY grievance_received, grievance_key";
    List<Object> place = place(connection, "FROM grievances" + order, deep);
    String after = "grievances?sortBy=grievance_Received&countTo=1&after=" + Cursor.of(place);
    String number = "grievances?sortBy=grievance_Received&countTo=1&page=" + (deep / 100 + 1);
    String rows = "SELECT * FROM grievances ";
    String first = order + " FETCH FIRST 100 ROWS ONLY";
    String following =
        rows
            + "WHERE (grievance_received, grievance_key) > ('%s', %s)"
                .formatted(place.get(0), place.get(1))
            + first;
    String open = rows + "WHERE grievance_resolved IS NULL" + first;
    client.get("deadlines");
    awaitIndex("grievances_by_grievance_received_without_grievance_resolved");
    out.printf("| 100 of %,d | service p50 | p99 | JDBC p50 | ratio |%n", records);
    out.printf("| --- | ---: | ---: | ---: | ---: |%n");
    compare("after nine tenths, by the link", after, connection, following);
    compare("deadlines, the first", "deadlines", connection, open);
    Timings counted = Timings.of(FEW, () -> client.get(number));
    out.printf("%nThe same by the number of the page: %,.0f ms.%n", counted.median());
    Timings summed = Timings.of(FEW, () -> client.get("grievance-statistics?from=" + fresh()));
    out.printf("Statistics of about twelve months: %,.0f ms.%n%n", summed.median());
  }

  private static List<Object> place(Connection connection, String from, int offset)
      throws SQLException {
    String sql =
        "SELECT grievance_received, grievance_key " + from + " OFFSET " + offset + " LIMIT 1";
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return List.of(row.getObject(1, LocalDateTime.class), row.getInt(2));
    }
  }

  /** A list that wants it was read before. */
  private void awaitIndex(String name) throws Exception {
    try (Connection connection = server.connect();
        PreparedStatement valid =
            connection.prepareStatement(
                "SELECT COUNT(*) FROM pg_index JOIN pg_class ON oid = indexrelid"
                    + (" WHERE indisvalid AND relname = '" + name + "'"))) {
      while (number(valid) == 0) {
        Thread.sleep(100);
      }
    }
    execute("VACUUM ANALYZE");
  }

  /** A date that was not asked for yet, so that nothing is answered that was kept. */
  private LocalDate fresh() {
    return LocalDate.now().minusMonths(11).minusDays(++asked);
  }

  private void compare(String name, String path, Connection connection, String sql)
      throws Exception {
    Callable<?> page = () -> client.get(path);
    Callable<?> rows = () -> readAll(connection, sql);
    Timings.of(KEYS, page);
    Timings.of(KEYS, rows);
    print(name, Timings.of(CALLS, page), Timings.of(CALLS, rows));
  }

  private void printCount(Connection connection) throws Exception {
    Timings counted = Timings.of(5, () -> readAll(connection, "SELECT COUNT(*) FROM grievances"));
    Timings summed =
        Timings.of(CALLS, () -> readAll(connection, "SELECT SUM(rows) FROM row_counts"));
    out.printf(
        "TotalCount: %.1f ms by counting the rows, %.1f ms as it is kept.%n",
        counted.median(), summed.median());
  }
}
