package org.grievances.contract;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertLinesMatch;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests what is different in a spread database. The rest is shown by the other tests, which run on
 * one too.
 */
@ExtendWith(RunningServer.Resolver.class)
class SpreadIT {
  /** The key of a row in the history may be null in the usual schema, but never is. */
  private static final String COLUMNS =
      "SELECT table_name || '.' || column_name || ' ' || data_type || ' '"
          + " || COALESCE(character_maximum_length, 0) || ' '"
          + " || CASE WHEN table_name LIKE '%history' THEN '' ELSE is_nullable END"
          + " FROM information_schema.columns WHERE table_schema = 'public'"
          + " AND table_name !~ '_(default|[0-9]{4}q[1-4]|[0-3])$'"
          + " ORDER BY table_name, ordinal_position";

  @Test
  void theSchemaHasTheTablesOfAnyOther(RunningServer server) throws SQLException {
    List<String> usual = query(server, "wrongly-spread", COLUMNS);
    assertTrue(usual.contains("grievances_history.issue character varying 4096 "));
    assertLinesMatch(usual, query(server, "spread", COLUMNS));
    assertLinesMatch(usual, query(server, "partitioned", COLUMNS));
  }

  @Test
  void theSchemaHasNoTriggers(RunningServer server) throws SQLException {
    String triggers = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal";
    assertEquals(List.of(), query(server, "spread", triggers));
    assertEquals(List.of(), query(server, "partitioned", triggers));
  }

  @Test
  void aDatabaseWithTheSchemaForOneMachineIsRefusedAndLeftAsItIs(RunningServer server) {
    server.to("wrongly-spread").body("[]").put(RunningServer.BATCH).then().statusCode(503);
    await("the reason in the log")
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                server
                    .logs()
                    .contains(
                        "Database wrongly-spread cannot be used: it is marked as spread, and its"
                            + " schema is that of a database on one machine"));
  }

  @Test
  void recordsWrittenBySqlHaveNoHistoryAndAreCountedOnRequest(RunningServer server)
      throws SQLException {
    server.awaitUse("counted-spread");
    query(
        server,
        "counted-spread",
        "INSERT INTO grievances (grievance_key, issue, entry_date, update_date)"
            + " SELECT k, 'loaded', now(), now() FROM generate_series(1, 50) k"
            + " RETURNING grievance_key");
    assertEquals(0, totalCount(server));
    assertEquals(List.of("50"), query(server, "counted-spread", "SELECT count_again()"));
    assertEquals(50, totalCount(server));

    server
        .to("counted-spread")
        .body("[{\"grievance_Key\":1},{\"grievance_Key\":51}]")
        .put(RunningServer.BATCH)
        .then()
        .body("data.status", contains(200, 201));

    assertEquals(51, totalCount(server));
    server
        .to("counted-spread", "grievance-admin")
        .get("/vbasoftware/grievances/1/history")
        .then()
        .header("X-Pagination", containsString("\"TotalCount\":1"))
        .body("data[0].before.issue", containsString("loaded"));
  }

  /** Its deletion would be in no history. */
  @Test
  void recordThatIsCreatedWhileItsDeletionRunsStays(RunningServer server) throws Exception {
    server.awaitUse("values-spread");
    String batch = "[{\"grievance_Key\":-4711},{\"grievance_Key\":-4710}]";
    server.to("values-spread").body("[{\"grievance_Key\":-4710}]").put(RunningServer.BATCH);
    CompletableFuture<Response> deletion;
    try (Connection other = server.postgres("values-spread");
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("LOCK TABLE record_changes IN EXCLUSIVE MODE");
      deletion =
          CompletableFuture.supplyAsync(
              () -> server.to("values-spread").body(batch).delete(RunningServer.BATCH));
      String waiting =
          "SELECT pid FROM pg_locks WHERE NOT granted AND relation = 'record_changes'::regclass";
      await("that it waits").until(() -> !query(server, "values-spread", waiting).isEmpty());
      statement.execute(
          "INSERT INTO grievances (grievance_key, entry_date, update_date) VALUES (-4711, now(), now())");
      other.commit();
    }
    deletion.get(1, TimeUnit.MINUTES).then().body("data.status", contains(404, 200));
    String record = "/vbasoftware/grievances/-4711";
    server.to("values-spread").get(record).then().statusCode(200);
    server.to("values-spread").delete(record).then().statusCode(204);
  }

  private static int totalCount(RunningServer server) {
    String pagination =
        server.to("counted-spread").get("/vbasoftware/grievances").header("X-Pagination");
    return Integer.parseInt(pagination.replaceAll(".*\"TotalCount\":(\\d+).*", "$1"));
  }

  private static List<String> query(RunningServer server, String database, String sql)
      throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = server.postgres(database);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        rows.add(result.getString(1));
      }
    }
    return rows;
  }
}
