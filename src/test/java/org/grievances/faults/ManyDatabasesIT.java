package org.grievances.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.grievances.server.PostgresDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Tests a server with many databases, most of which do not answer for longer than the test takes:
 * they must not keep the server from opening the others, and a database that nobody calls must have
 * no connections.
 */
@Isolated("Its limits of time are those of callers")
class ManyDatabasesIT {
  private static final int SILENT_DATABASES = 50;
  private static final String DATABASE = "z";
  private static final int CONNECT_TIMEOUT_SECONDS = 300;
  private static final int IDLE_SECONDS = 1;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration MAX_VIEW_TIME = Duration.ofSeconds(20);

  private static Postgres postgres;
  private static FaultyProxy proxy;
  private static PrivateServer server;

  @BeforeAll
  static void startServer() throws Exception {
    postgres = Postgres.create();
    proxy = new FaultyProxy(postgres.port());
    proxy.stall();
    for (int number = 0; number < SILENT_DATABASES; number++) {
      postgres.execute("create database " + silent(number));
    }
    server =
        PrivateServer.install("many", Map.of("grievances.health.names", "true"))
            .add(
                new PostgresDataSource(DATABASE, "postgres", postgres.port(), 5, 60, IDLE_SECONDS));
    for (int number = 0; number < SILENT_DATABASES; number++) {
      server.add(
          new PostgresDataSource(
              silent(number),
              silent(number),
              proxy.port(),
              CONNECT_TIMEOUT_SECONDS,
              CONNECT_TIMEOUT_SECONDS,
              IDLE_SECONDS));
    }
    server.start();
  }

  /** Sorted before the database that answers. */
  private static String silent(int number) {
    return "silent%03d".formatted(number);
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.close();
    proxy.close();
    postgres.close();
  }

  @Test
  void databasesThatDoNotAnswerDelayNoOtherAndAreUsedOnceTheyDo() throws Exception {
    server.awaitDatabase(DATABASE);
    for (int number = 0; number < SILENT_DATABASES; number++) {
      assertEquals(503, server.exchange("GET", silent(number), "grievances", "").statusCode());
    }
    assertEquals(207, server.send("PUT", DATABASE, PrivateServer.BATCH, "[]").statusCode());
    assertOnlyOthersAreKnown("STARTING");
    proxy.repair();
    IntStream.range(0, SILENT_DATABASES).forEach(number -> server.awaitDatabase(silent(number)));
    await("no connection to a database that nobody calls")
        .atMost(TIMEOUT)
        .until(() -> connections() == 0);
    assertEquals(207, server.send("PUT", DATABASE, PrivateServer.BATCH, "[]").statusCode());
    assertTheViewIsNotHeldUp();
  }

  /** Twice, since those that are still asked have not answered then either. */
  private static void assertTheViewIsNotHeldUp() throws Exception {
    await("that all are known").atMost(TIMEOUT).until(() -> unknown().isEmpty());
    proxy.stall();
    assertOnlyOthersAreKnown("UP");
    assertOnlyOthersAreKnown("UP");
    proxy.repair();
    await("that all are known again").atMost(TIMEOUT).until(() -> unknown().isEmpty());
  }

  /** Asked again, since on busy processors one that answers may take longer than it is given. */
  private static void assertOnlyOthersAreKnown(String state) {
    List<Map<String, Object>> unknown =
        await("that only those that do not answer are unknown")
            .atMost(TIMEOUT)
            .until(ManyDatabasesIT::unknownInTime, list -> list.size() == SILENT_DATABASES);
    for (int number = 0; number < SILENT_DATABASES; number++) {
      assertEquals(silent(number), unknown.get(number).get("name"));
      assertEquals(state, unknown.get(number).get("state"));
    }
  }

  private static List<Map<String, Object>> unknownInTime() throws IOException {
    Instant asked = Instant.now();
    List<Map<String, Object>> unknown = unknown();
    assertTrue(Duration.between(asked, Instant.now()).compareTo(MAX_VIEW_TIME) < 0);
    return unknown;
  }

  /** The databases, without those that a server comes with, of which the view tells no more. */
  private static List<Map<String, Object>> unknown() throws IOException {
    return JsonPath.from(server.view().body())
        .getList("data.findAll { it.bytes == null && it.name >= 'silent' }");
  }

  /** The connections of the server; those of the test are to the database {@code postgres} too. */
  private static int connections() throws SQLException {
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "select count(*) from pg_stat_activity"
                    + " where backend_type = 'client backend' and pid <> pg_backend_pid()")) {
      result.next();
      return result.getInt(1);
    }
  }
}
