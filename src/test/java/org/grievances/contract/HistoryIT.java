package org.grievances.contract;

import static java.util.stream.Collectors.toConcurrentMap;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.grievances.server.RunningServer;
import org.grievances.server.Secrets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that the history has every change of a record and its user, on Derby and PostgreSQL. */
@ExtendWith(RunningServer.Resolver.class)
class HistoryIT {
  private static final List<String> NOTICES =
      List.of("acknowledged", "extension_Noticed", "oral_Notice", "written_Notice");
  private static final String RECORDS = "/vbasoftware/grievances";
  private static final AtomicInteger KEYS = new AtomicInteger(-29_300_000);

  private final int key = KEYS.incrementAndGet();

  private ValidatableResponse history(RunningServer server, String database) {
    return server
        .to(database, "grievance-admin")
        .get(RECORDS + "/" + key + "/history")
        .then()
        .statusCode(200);
  }

  private String item(String issue) {
    return "{\"grievance_Key\":%d,\"issue\":\"%s\",\"call_Key\":-5,\"issue_Date\":\"2025-03-01\"}"
        .formatted(key, issue);
  }

  /** The grievance with its filing details and its case, as the history has it. */
  private Map<String, Object> read(RunningServer server, String database) {
    Map<String, Object> read = server.to(database).get(RECORDS + "/" + key).path("data");
    read.putAll(server.to(database).get(RECORDS + "/" + key + "/filing").path("data"));
    read.putAll(server.to(database).get(RECORDS + "/" + key + "/case").path("data"));
    NOTICES.forEach(notice -> read.put(notice, null));
    return read;
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread", "partitioned"})
  void changesAreListedNewestFirst(String database, RunningServer server) {
    server.to(database).body(item("first \\\"🏥\\\"")).post(RECORDS).then().statusCode(201);
    Map<String, Object> first = read(server, database);
    Response batch = server.to(database).body("[" + item("then") + "]").put(RunningServer.BATCH);
    batch.then().body("data.status", contains(200));
    Map<String, Object> second = read(server, database);
    server.to(database).body("{}").put(RECORDS + "/" + key).then().statusCode(200);
    Map<String, Object> third = read(server, database);
    server.to(database).delete(RECORDS + "/" + key).then().statusCode(204);

    ValidatableResponse history = history(server, database);

    history
        .header("X-Pagination", containsString("\"TotalCount\":4"))
        .body("data.change", contains("deleted", "updated", "updated", "created"))
        .body("data.user", equalTo(Collections.nCopies(4, RunningServer.USER)))
        .body("data.client", equalTo(Collections.nCopies(4, Secrets.CLIENT)))
        .body("data[2].activityID", equalTo(batch.path("debug.activityID")));
    assertEquals(Arrays.asList(third, second, first, null), history.extract().path("data.before"));
    assertEquals(Arrays.asList(null, third, second, first), history.extract().path("data.after"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread", "partitioned"})
  void twoChangesOfARecordByOneBatchAreBothListed(String database, RunningServer server) {
    String batch = "[%s,%s]".formatted(item("once"), item("twice"));
    server.to(database).body(batch).put(RunningServer.BATCH).then().statusCode(207);
    server
        .to(database)
        .body(batch)
        .delete(RunningServer.BATCH)
        .then()
        .body("data.status", contains(200, 404));

    history(server, database)
        .body("data.change", contains("deleted", "updated", "created"))
        .body("data[0].before.issue", equalTo("twice"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread", "partitioned"})
  void changesThatWereRolledBackAreNotListed(String database, RunningServer server) {
    String batch = "[%s,{\"grievance_Key\":\"?\"}]".formatted(item("never"));
    for (String option : List.of("?atomic=true", "?dryRun=true")) {
      server.to(database).body(batch).put(RunningServer.BATCH + option).then().statusCode(207);
    }
    server
        .to(database, "grievance-admin")
        .get(RECORDS + "/" + key + "/history")
        .then()
        .statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread", "partitioned"})
  void theHistoryIsReturnedInPages(String database, RunningServer server) {
    for (int change = 0; change < 3; change++) {
      server.to(database).body("[" + item("" + change) + "]").put(RunningServer.BATCH);
    }
    server
        .to(database, "grievance-admin")
        .get(RECORDS + "/" + key + "/history?page=2&pageSize=2")
        .then()
        .body("data.change", contains("created"))
        .header("X-Pagination", containsString("\"TotalPages\":2"));
    server
        .to(database, "grievance-admin")
        .get(RECORDS + "/" + key + "/history?page=3&pageSize=2")
        .then()
        .body("data", empty());
  }

  /** The keys need two statements, which half of the batches run in the other order. */
  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread", "partitioned"})
  @ResourceLock(value = RunningServer.DEADLOCK_TIMEOUT, mode = ResourceAccessMode.READ)
  void eachChangeByConcurrentBatchesIsListedOnce(String database, RunningServer server) {
    List<Integer> keys = Stream.generate(KEYS::incrementAndGet).limit(1_100).toList();
    Map<String, List<Integer>> statuses =
        IntStream.range(0, 9)
            .boxed()
            .parallel()
            .collect(toConcurrentMap(n -> "batch " + n, n -> change(server, database, n, keys)));

    for (int item : new int[] {0, 550, 1_099}) {
      List<Map<String, Object>> history =
          server
              .to(database, "grievance-admin")
              .get(RECORDS + "/" + keys.get(item) + "/history")
              .path("data");
      assertEquals(changes(statuses, item), changes(history), "changes of item " + item);
      assertUnbroken(history);
    }
  }

  /** Every third batch deletes; every second begins with the last key. */
  private static List<Integer> change(
      RunningServer server, String database, int number, List<Integer> keys) {
    boolean backwards = number % 2 == 1;
    List<Integer> ordered = new ArrayList<>(keys);
    if (backwards) {
      Collections.reverse(ordered);
    }
    String items =
        ordered.stream()
            .map(key -> "{\"grievance_Key\":%d,\"issue\":\"batch %d\"}".formatted(key, number))
            .toList()
            .toString();
    RequestSpecification request = server.to(database).body(items);
    List<Integer> statuses =
        (number % 3 == 2 ? request.delete(RunningServer.BATCH) : request.put(RunningServer.BATCH))
            .then()
            .statusCode(207)
            .extract()
            .path("data.status");
    if (backwards) {
      Collections.reverse(statuses);
    }
    return statuses;
  }

  /** What the batches say that they did to a record, in the order of their names. */
  private static List<String> changes(Map<String, List<Integer>> statuses, int item) {
    return statuses.entrySet().stream()
        .map(batch -> change(batch.getKey(), batch.getValue().get(item)))
        .filter(change -> !change.isEmpty())
        .sorted()
        .toList();
  }

  private static String change(String batch, int status) {
    boolean deletes = Integer.parseInt(batch.substring("batch ".length())) % 3 == 2;
    return switch (status) {
      case 201 -> "created by " + batch;
      case 200 -> deletes ? "deleted" : "updated by " + batch;
      default -> "";
    };
  }

  /** What the history says of it. */
  private static List<String> changes(List<Map<String, Object>> history) {
    return history.stream()
        .map(
            entry ->
                entry.get("after") instanceof Map<?, ?> after
                    ? entry.get("change") + " by " + after.get("issue")
                    : "deleted")
        .sorted()
        .toList();
  }

  /** Each change found what the one before it had left. */
  private static void assertUnbroken(List<Map<String, Object>> history) {
    Object left = null;
    for (int entry = history.size() - 1; entry >= 0; entry--) {
      assertEquals(left, history.get(entry).get("before"));
      left = history.get(entry).get("after");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"grievance-reader", "grievance-writer"})
  void onlyAdministratorsMayReadTheHistory(String role, RunningServer server) {
    server.to("alpha", role).get(RECORDS + "/1/history").then().statusCode(403);
  }

  @Test
  void changesMadeBySqlAreListedWithTheDatabaseUser(RunningServer server) throws SQLException {
    try (Connection connection = server.postgres();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO grievances (grievance_key, entry_date, update_date) VALUES (%d, now(), now())"
              .formatted(key));
      statement.execute("UPDATE grievances SET issue = 'x' WHERE grievance_key = " + key);
    }
    history(server, "delta")
        .body("data.change", contains("updated", "created"))
        .body("data.user", contains("postgres", "postgres"))
        .body("data.client", contains(null, null));
  }

  @Test
  void rowsOfTheHistoryCannotBeChangedOrDeleted(RunningServer server) throws SQLException {
    server.to("delta").body(item("kept")).post(RECORDS).then().statusCode(201);
    try (Connection connection = server.postgres();
        Statement statement = connection.createStatement()) {
      for (String table : historyTables(statement)) {
        for (String sql :
            List.of("UPDATE %1$s SET TIME = now()", "DELETE FROM %1$s", "TRUNCATE %1$s")) {
          String time = table.startsWith("record_reads") ? "read_at" : "changed";
          String refused = sql.formatted(table).replace("TIME", time);
          assertThrows(SQLException.class, () -> statement.execute(refused), refused);
        }
      }
    }
    history(server, "delta").body("data", hasSize(1));
  }

  /** With their partitions. */
  private static List<String> historyTables(Statement statement) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (ResultSet result =
        statement.executeQuery(
            "SELECT guarded_tables() UNION SELECT inhrelid FROM pg_inherits, guarded_tables() kept"
                + " WHERE inhparent = kept")) {
      while (result.next()) {
        tables.add(result.getString(1));
      }
    }
    assertEquals(44, tables.size(), () -> "for eleven tables: " + tables);
    return tables;
  }

  @Test
  void aRecordWhoseKeyIsChangedBySqlEndsThereAndBeginsWithTheOther(RunningServer server)
      throws SQLException {
    server.to("delta").body(item("moved")).post(RECORDS).then().statusCode(201);
    int other = KEYS.incrementAndGet();
    server.execute(
        "UPDATE grievances SET grievance_key = %d WHERE grievance_key = %d".formatted(other, key));

    history(server, "delta")
        .body("data.change", contains("deleted", "created"))
        .body("data[0].before.issue", equalTo("moved"))
        .body("data[0].after", nullValue());
    server
        .to("delta", "grievance-admin")
        .get(RECORDS + "/" + other + "/history")
        .then()
        .body("data.change", contains("created"))
        .body("data[0].after.issue", equalTo("moved"));
  }

  @Test
  void recordsOfATruncatedTableAreDeletedInTheHistory(RunningServer server) throws SQLException {
    String database = "emptied-postgresql";
    server.to(database).body(item("kept")).post(RECORDS).then().statusCode(201);
    try (Connection connection = server.postgres("emptied");
        Statement statement = connection.createStatement()) {
      statement.execute("TRUNCATE grievances");
    }
    history(server, database)
        .body("data.change", contains("deleted", "created"))
        .body("data[0].before.issue", equalTo("kept"));
  }

  @Test
  void onlyWhatIsOlderThanADateCanBeTakenOut(RunningServer server) throws SQLException {
    String database = "emptied-postgresql";
    server.to(database).body(item("old")).post(RECORDS).then().statusCode(201);
    try (Connection connection = server.postgres("emptied");
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT archive_history((now() AT TIME ZONE 'utc')::date)");
      history(server, database).body("data.change", contains("created"));
      statement.execute("SELECT archive_history((now() AT TIME ZONE 'utc')::date + 1)");
    }
    history(server, database).body("data", empty());
    server.to(database).body(item("new")).put(RECORDS + "/" + key).then().statusCode(200);
    history(server, database)
        .body("data.change", contains("updated"))
        .body("data[0].before.issue", equalTo("old"))
        .body("data[0].after.issue", equalTo("new"));
  }

  @Test
  void oldChangesAreTakenOutAFewAtATimeAndEachAsAWhole(RunningServer server) throws SQLException {
    String database = "emptied-postgresql";
    int other = KEYS.incrementAndGet();
    for (String issue : List.of("first", "second", "third")) {
      String items = "[%s,{\"grievance_Key\":%d}]".formatted(item(issue), other);
      server.to(database).body(items).put(RunningServer.BATCH).then().statusCode(207);
    }
    try (Connection connection = server.postgres("emptied");
        Statement statement = connection.createStatement()) {
      assertEquals(Map.of(), takeOut(statement, 0));
      Map<String, Integer> ofEachChange = Map.of("record_changes", 1, "grievances_history", 2);
      List<Map<String, Integer>> steps = new ArrayList<>();
      do {
        steps.add(takeOut(statement, 1));
      } while (!steps.get(steps.size() - 1).isEmpty());
      assertEquals(3, Collections.frequency(steps, ofEachChange), steps.toString());
    }
    history(server, database).body("data", empty());
  }

  /**
   * Takes out the oldest change that was made before a day from today on, if there is one.
   *
   * @return how many rows were taken out of each table
   */
  private static Map<String, Integer> takeOut(Statement statement, int days) throws SQLException {
    List<String> archives = new ArrayList<>();
    try (ResultSet result =
        statement.executeQuery(
            "SELECT archive_history((now() AT TIME ZONE 'utc')::date + %d, 1)".formatted(days))) {
      while (result.next()) {
        archives.add(result.getString(1));
      }
    }
    Map<String, Integer> rows = new HashMap<>();
    for (String archive : archives) {
      try (ResultSet count = statement.executeQuery("SELECT count(*) FROM " + archive)) {
        count.next();
        rows.put(archive.replaceFirst("_before_.*", ""), count.getInt(1));
      }
      statement.execute("DROP TABLE " + archive);
    }
    return rows;
  }

  @Test
  void codeListEntriesHaveAHistoryToo(RunningServer server) throws SQLException {
    String database = "lived-postgresql";
    String entry = "{\"grievance_Type\":\"%s\",\"default_Type\":true}";
    for (String code : List.of("Told " + key, "Next " + key)) {
      server
          .to(database, "grievance-admin")
          .body(entry.formatted(code))
          .post("/vbasoftware/grievance-types")
          .then()
          .statusCode(201);
      server
          .to(database, "grievance-admin")
          .delete("/vbasoftware/grievance-types/" + code)
          .then()
          .statusCode(204);
    }
    try (Connection connection = server.postgres("lived");
        Statement statement = connection.createStatement();
        ResultSet changes =
            statement.executeQuery(
                "SELECT string_agg(change, ',' ORDER BY change_id) FROM record_changes"
                    + " JOIN grievance_types_history USING (change_id, changed)"
                    + " WHERE grievance_type LIKE '%"
                    + key
                    + "'")) {
      changes.next();
      assertEquals("created,deleted,created,deleted", changes.getString(1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"unkept-derby", "unkept-postgresql"})
  void theHistoryCanBeTurnedOff(String database, RunningServer server) {
    server.to(database).body(item("x")).post(RECORDS).then().statusCode(201);
    server.to(database).body("{}").put(RECORDS + "/" + key).then().statusCode(200);
    history(server, database).body("data", empty());
  }
}
