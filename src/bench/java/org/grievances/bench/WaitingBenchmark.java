package org.grievances.bench;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.PrintStream;
import java.io.StringReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.grievances.grievance.Grievance;
import org.grievances.grievance.GrievanceFilters;
import org.grievances.http.query.Filters;
import org.grievances.schema.Field;
import org.grievances.server.SampleGrievances;

/**
 * Measures what a person waits for: pages of lists in many orders and with many filters, counts,
 * one record, deadlines and statistics, in a database of the size that customers reach. On
 * PostgreSQL, reading the rows of the same page by their keys over plain JDBC is the floor, and for
 * statistics one count by months and codes.
 */
final class WaitingBenchmark {
  private static final int BATCH = 5_000;

  /** A request that would work for too long. */
  private static final int REFUSED = 503;

  private static final int CALLS = 20;
  private static final int KEYS = 500;
  private static final int NAME_LENGTH = 72;

  /** For a request that takes this long, fewer calls show enough. */
  private static final double SLOW_MILLIS = 1_000;

  private static final int CALLS_IF_SLOW = 3;

  /** After a list is first read in an order, its index is made in the background. */
  private static final Duration INDEXES = Duration.ofSeconds(60);

  private static final String STATISTICS = "grievance-statistics?every=";

  private static final String COUNT =
      "SELECT COUNT(*), date_trunc('month', grievance_received) AS received,"
          + " date_trunc('month', grievance_resolved) AS resolved, grievance_category,"
          + " grievance_type, grievance_status, grievance_source FROM grievances"
          + " GROUP BY received, resolved, grievance_category, grievance_type, grievance_status,"
          + " grievance_source";

  private static final Pattern KEY = Pattern.compile("\"grievance_Key\":(-?\\d+)");

  private final BenchServer server;
  private final Target target;
  private final BenchClient client;
  private final int records;
  private final PrintStream out;
  private int questions;

  /** The time of the first request, and those after its index was made. */
  private record Waited(double first, Timings later, Timings floor) {}

  WaitingBenchmark(BenchServer server, Target target, int records, PrintStream out) {
    this.server = server;
    this.target = target;
    this.client = server.client(target);
    this.records = records;
    this.out = out;
  }

  /** The requests that people wait for most. */
  void run() throws Exception {
    fill();
    run(paths());
  }

  /** Every order and every filter. */
  void runAll() throws Exception {
    fill();
    run(Stream.concat(orders(), filters()).toList());
  }

  private void run(List<String> paths) throws Exception {
    Map<String, Double> first = new LinkedHashMap<>();
    for (String path : paths) {
      first.put(path, Timings.of(1, () -> client.tryToGet(path)).median());
    }
    Thread.sleep(INDEXES.toMillis());
    server.analyze(target);
    out.printf("%n%s, %,d grievances, in ms%n%n", target.product(), records);
    out.printf("| %-72s | first | p50 | p95 | JDBC p50 |%n", "request");
    out.printf("| %-72s | ---: | ---: | ---: | ---: |%n", "---");
    for (String path : paths) {
      if (client.tryToGet(question(path)) == REFUSED) {
        out.printf("| %-72s | refused: narrow it | | | |%n", name(path));
      } else {
        print(path, measure(path, first.get(path)));
      }
    }
  }

  /** Creates the records through the service. */
  private void fill() throws Exception {
    SampleGrievances samples = new SampleGrievances(1);
    long started = System.nanoTime();
    for (int start = 1; start <= records; start += BATCH) {
      client.putBatch(samples.batch(start, BATCH).toString());
    }
    out.printf("%,d grievances in %.0f s.%n", records, (System.nanoTime() - started) / 1e9);
    server.analyze(target);
  }

  private List<String> paths() {
    String list = "grievances?";
    String filtered = "grievances?grievance_Status=Open&";
    String since = "grievances?receivedFrom=2025-09-10&";
    return Stream.of(
            "grievances/" + records / 2,
            list + "sortBy=grievance_Key",
            list + "sortBy=grievance_Key:desc",
            list + "sortBy=grievance_Received",
            list + "sortBy=grievance_Received:desc",
            list + "sortBy=grievance_Status",
            list + "sortBy=grievance_Status:desc",
            list + "sortBy=subscriber_ID",
            list + "sortBy=issue",
            list + "sortBy=issue:desc",
            list + "page=" + records / 200,
            list + "page=" + records / 100,
            list + "sortBy=grievance_Received&page=" + records / 200,
            list + "sortBy=grievance_Received:desc&page=" + records / 100,
            filtered + "sortBy=grievance_Key:desc",
            filtered + "sortBy=grievance_Received:desc",
            since + "sortBy=grievance_Key:desc",
            since + "sortBy=grievance_Received:desc",
            since + "grievance_Status=Open&sortBy=grievance_Key:desc",
            list + "grievance_Category=Appeals&grievance_Status=Open&sortBy=grievance_Received",
            list + "subscriber_ID=000123456&sortBy=grievance_Key:desc",
            list + "open=true&sortBy=grievance_Received",
            list + "grievance_Status=Open&grievance_Status=Closed&sortBy=grievance_Key:desc",
            list + "grievance_Status.not=Open&sortBy=grievance_Received:desc",
            list + "q=billed&sortBy=grievance_Key:desc",
            list + "q=billed+twice+visit",
            list + "q=nowhere",
            list + "fields=grievance_Key,grievance_Status&sortBy=grievance_Key:desc",
            someKeys(),
            "deadlines",
            STATISTICS + "day",
            STATISTICS + "week",
            STATISTICS + "month")
        .toList();
  }

  private static Stream<String> orders() {
    return Grievance.TABLE.fields().stream()
        .flatMap(field -> Stream.of(field.name(), field.name() + ":desc"))
        .map(order -> "grievances?sortBy=" + order);
  }

  /** Each with what a record in the middle of the table has, the first page by key. */
  private Stream<String> filters() throws Exception {
    JsonObject record = middle();
    return GrievanceFilters.ALL.all().entrySet().stream()
        .map(filter -> "grievances?" + filter.getKey() + "=" + value(filter.getValue(), record));
  }

  private JsonObject middle() throws Exception {
    String answer = new String(client.get("grievances/" + records / 2), StandardCharsets.UTF_8);
    try (JsonReader reader = Json.createReader(new StringReader(answer))) {
      return reader.readObject().getJsonObject("data");
    }
  }

  private static String value(Filters.Filter filter, JsonObject record) {
    if (filter instanceof Filters.Compared compared && !compared.comparison().needsValue()) {
      return "true";
    }
    if (filter instanceof Filters.HasWords) {
      return "billed";
    }
    JsonValue value = record.get(filter.field().name());
    if (value == null || value == JsonValue.NULL) {
      return filter.field().kind() == Field.Kind.TEXT ? "A" : "7";
    }
    String text = value instanceof JsonString string ? string.getString() : value.toString();
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** As many keys as a list takes, all over the table. */
  private String someKeys() {
    return IntStream.range(0, KEYS)
        .mapToObj(number -> "grievance_Key=" + (1 + (long) records * number / KEYS))
        .collect(Collectors.joining("&", "grievances?", ""));
  }

  private Waited measure(String path, double first) throws Exception {
    Callable<?> call = () -> client.get(question(path));
    int calls = Timings.of(1, call).median() > SLOW_MILLIS ? CALLS_IF_SLOW : CALLS;
    return new Waited(first, Timings.of(calls, call), floor(path));
  }

  /** Statistics are answered for a minute once they were counted, so each is another question. */
  private String question(String path) {
    if (!path.startsWith(STATISTICS)) {
      return path;
    }
    questions++;
    LocalDate today = LocalDate.now();
    LocalDate from =
        switch (path.substring(STATISTICS.length())) {
          case "day" -> today.minusDays(30);
          case "week" -> today.minusWeeks(12);
          default -> today.minusMonths(12);
        };
    return path + "&from=" + from.minusDays(questions % 30);
  }

  /** The floor of a request; null for Derby and without rows. */
  private Timings floor(String path) throws Exception {
    if (path.startsWith(STATISTICS)) {
      return target.product().equals("PostgreSQL") ? countFloor() : null;
    }
    Matcher keys = KEY.matcher(new String(client.get(path)));
    Integer[] found =
        keys.results().map(key -> Integer.valueOf(key.group(1))).toArray(Integer[]::new);
    if (found.length == 0 || !target.product().equals("PostgreSQL")) {
      return null;
    }
    try (Connection connection = server.connect(target)) {
      return Timings.of(CALLS, () -> read(connection, found));
    }
  }

  private Timings countFloor() throws Exception {
    try (Connection connection = server.connect(target);
        PreparedStatement statement = connection.prepareStatement(COUNT)) {
      return Timings.of(
          CALLS_IF_SLOW,
          () -> {
            int groups = 0;
            try (ResultSet result = statement.executeQuery()) {
              while (result.next()) {
                groups++;
              }
            }
            return groups;
          });
    }
  }

  private static int read(Connection connection, Integer[] keys) throws SQLException {
    String sql = "SELECT * FROM grievances WHERE grievance_key = ANY (?)";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("integer", keys));
      try (ResultSet result = statement.executeQuery()) {
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
  }

  private static String name(String path) {
    return path.length() > NAME_LENGTH ? path.substring(0, NAME_LENGTH - 1) + "…" : path;
  }

  private void print(String path, Waited waited) {
    out.printf(
        "| %-72s | %,.0f | %,.1f | %,.1f | %s |%n",
        name(path),
        waited.first(),
        waited.later().median(),
        waited.later().p95(),
        waited.floor() == null ? "" : "%.1f".formatted(waited.floor().median()));
  }
}
