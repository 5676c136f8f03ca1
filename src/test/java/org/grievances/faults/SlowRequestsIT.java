package org.grievances.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.grievances.server.ClassOrder;
import org.grievances.server.PostgresDataSource;
import org.grievances.server.Secrets;
import org.grievances.server.SentContents;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Reads slowly, and asks for what takes long: others must not wait for that. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Order(ClassOrder.LONG)
class SlowRequestsIT {
  private static final String POSTGRESQL = "large";
  private static final String INDEXED = "indexed";
  private static final int ROWS_WORTH_AN_INDEX = 10_000;
  private static final String DERBY = PrivateServer.DERBY;
  private static final String OTHER_KEY = Secrets.randomText();
  private static final int ROWS = LargeTable.ROWS;
  private static final int SLOW = 20_000;
  private static final int STEADY = 300_000;
  private static final int MAX_SECONDS = 45;
  private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(3);

  /** In which an answer is there on busy processors. */
  private static final Duration PROMPT = Duration.ofSeconds(5);

  private static final Duration CUT_OFF_LIMIT = Duration.ofSeconds(120);

  private static Postgres postgres;
  private static PrivateServer server;

  @BeforeAll
  static void startServer() throws Exception {
    SentContents.OF_THE_RUN.add(OTHER_KEY);
    postgres = Postgres.create();
    postgres.execute("create database " + INDEXED);
    server =
        PrivateServer.install(
                "slow-requests",
                LargeTable.withRules(
                    DERBY,
                    Map.of(
                        "grievances.exports.max-duration",
                        "PT" + MAX_SECONDS + "S",
                        "grievances.reads.timeout",
                        QUERY_TIMEOUT.toString(),
                        "grievances.statistics.timeout",
                        QUERY_TIMEOUT.toString(),
                        "grievances.databases." + POSTGRESQL + ".sort-indexes",
                        "false",
                        "grievances.api-keys",
                        Secrets.CLIENT + ",console,other",
                        "grievances.api-keys.other.sha256",
                        Secrets.sha256(OTHER_KEY),
                        "grievances.api-keys.other.databases",
                        "*")))
            .add(PostgresDataSource.of(POSTGRESQL, "postgres", postgres.port()))
            .add(PostgresDataSource.of(INDEXED, INDEXED, postgres.port()));
    LargeTable.createInDerby(server.directory().resolve("derby").resolve(DERBY));
    server.start();
    server.awaitDatabase(POSTGRESQL);
    server.awaitDatabase(DERBY);
    server.awaitDatabase(INDEXED);
    postgres.execute(LargeTable.FILL_POSTGRESQL);
    postgres.execute(INDEXED, LargeTable.fillPostgresql(ROWS_WORTH_AN_INDEX));
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.close();
    postgres.close();
  }

  private static SlowReader export(String database, String apiKey, int bytesPerSecond)
      throws IOException {
    SlowReader reader =
        SlowReader.begin(
            server.port(), server.head(database, apiKey, "grievances/export"), bytesPerSecond);
    assertTrue(reader.head().startsWith("HTTP/1.1 200 "), reader.head());
    assertTrue(reader.head().contains("X-Total-Count: " + ROWS), reader.head());
    return reader;
  }

  private static HttpResponse<String> get(String database, String path) {
    return server.exchange("GET", database, path, "");
  }

  /** What took too long is said together with what to narrow. */
  private static void assertStopped(String narrower, HttpResponse<String> response) {
    assertProblem("query-timeout", response);
    assertTrue(response.body().contains(narrower), response.body());
  }

  private static void assertProblem(String problem, HttpResponse<String> response) {
    assertEquals(503, response.statusCode(), response.body());
    assertTrue(response.body().contains("/vbasoftware/problems/" + problem), response.body());
  }

  private static Duration since(Instant start) {
    return Duration.between(start, Instant.now());
  }

  private static void assertPrompt(Instant start) {
    assertTrue(since(start).compareTo(PROMPT) < 0, () -> "it took " + since(start));
  }

  private static void awaitLog(String message) {
    await(message).atMost(CUT_OFF_LIMIT).until(() -> server.consoleLog().contains(message));
  }

  @Test
  @Order(1)
  void slowReadersStopNeitherWritersNorOtherClients() throws Exception {
    try (SlowReader slow = export(POSTGRESQL, server.apiKey(), SLOW);
        SlowReader silent = export(DERBY, server.apiKey(), 0);
        SlowReader steady = export(POSTGRESQL, OTHER_KEY, STEADY);
        SlowReader steadyOfDerby = export(DERBY, OTHER_KEY, STEADY)) {
      Instant start = Instant.now();
      assertEquals(
          207,
          server
              .exchange("PUT", DERBY, PrivateServer.BATCH, "[{\"grievance_Key\":-1}]")
              .statusCode());
      assertPrompt(start);
      HttpResponse<String> second = get(POSTGRESQL, "grievances/export?keyTo=0");
      assertProblem("overloaded", second);
      assertTrue(second.body().contains("is exporting from database large already"), second.body());
      assertTrue(second.headers().firstValue("Retry-After").isPresent());
      awaitLog("it took longer than " + MAX_SECONDS + " seconds");
      assertRestIsMissing("steady", steady);
      assertRestIsMissing("steady of Derby", steadyOfDerby);
      assertTrue(steadyOfDerby.head().contains("Content-Length: "), steadyOfDerby.head());
      awaitLog("bytes a second");
      assertRestIsMissing("slow", slow);
      assertEquals(200, get(POSTGRESQL, "grievances/export?keyTo=1").statusCode());
      awaitLog("its reader took nothing of it");
      assertRestIsMissing("silent", silent);
      assertEquals(200, get(DERBY, "grievances/export?keyTo=1").statusCode());
    }
  }

  private static void assertRestIsMissing(String name, SlowReader reader) throws Exception {
    String rest = reader.readRest();
    System.out.printf(
        "%s: %d characters more, ending with %s%n",
        name, rest.length(), rest.substring(Math.max(0, rest.length() - 20)).replace("\r\n", "|"));
    assertFalse(rest.contains("\"grievance_Key\":" + (ROWS - 1) + ","), "the last record is there");
    assertFalse(rest.endsWith("\r\n0\r\n\r\n"), "it ends like a complete response");
  }

  private static String statistics(int day) {
    LocalDate from = LocalDate.now().minusDays(100L + day);
    return "grievance-statistics?every=day&from=" + from + "&to=" + from.plusDays(60);
  }

  @Test
  @Order(2)
  void statisticsThatTakeTooLongAreStopped() {
    Instant start = Instant.now();
    assertStopped("Ask for fewer periods", get(DERBY, statistics(0)));
    System.out.println("statistics were stopped after " + since(start));
    assertTrue(since(start).compareTo(QUERY_TIMEOUT.plus(PROMPT)) < 0, () -> "" + since(start));
  }

  @Test
  @Order(3)
  void statisticsAreComputedForOneAtATime() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(6);
    try {
      Instant start = Instant.now();
      List<Future<HttpResponse<String>>> answers = new ArrayList<>();
      for (int client = 0; client < 6; client++) {
        String question = statistics(client);
        answers.add(clients.submit(() -> get(DERBY, question)));
      }
      int refused = 0;
      for (Future<HttpResponse<String>> answer : answers) {
        boolean isRefused = answer.get().body().contains("/problems/overloaded");
        assertProblem(isRefused ? "overloaded" : "query-timeout", answer.get());
        refused += isRefused ? 1 : 0;
      }
      assertTrue(refused >= 4, refused + " of 6 were refused");
      assertTrue(
          since(start).compareTo(QUERY_TIMEOUT.multipliedBy(2).plus(PROMPT)) < 0,
          () -> "" + since(start));
    } finally {
      clients.shutdown();
    }
  }

  /** All at once, since each takes the whole time. */
  @Test
  @Order(4)
  void queriesThatPostgresqlWorksOnForTooLongAreStopped() throws Exception {
    Map<String, String> narrower =
        Map.of(
            "grievances?pageSize=5", "Choose fewer records",
            "grievances?page=1000", "instead of asking for page 1000",
            "grievances?open=true", "as with countTo=1000",
            "grievances?sortBy=issue", "Sort by the key",
            "deadlines", "Choose fewer grievances",
            "grievance-statistics", "Ask for fewer periods");
    Instant start = Instant.now();
    Map<String, HttpResponse<String>> stopped =
        whileLocked(postgres.connect(), POSTGRESQL, narrower.keySet());
    assertTrue(since(start).compareTo(QUERY_TIMEOUT.plus(PROMPT)) < 0, () -> "" + since(start));
    stopped.forEach(
        (path, response) -> {
          assertStopped(narrower.get(path), response);
          assertTrue(response.headers().firstValue("Retry-After").isEmpty(), path);
        });
    assertEquals(200, get(POSTGRESQL, "grievances?pageSize=5").statusCode());
  }

  /** Otherwise they would take too long each time. */
  @Test
  @Order(5)
  void queriesThatTookTooLongGetTheirIndexes() throws Exception {
    Map<String, String> indexes =
        Map.of(
            "grievances?q=nowhere", "grievances_by_words",
            "grievances?sortBy=subscriber_ID", "grievances_by_subscriber_id",
            "grievances?grievance_Type=General", "grievances_by_grievance_type",
            "deadlines", "grievances_by_grievance_received_without_grievance_resolved");
    whileLocked(postgres.connect(INDEXED), INDEXED, indexes.keySet())
        .values()
        .forEach(response -> assertProblem("query-timeout", response));
    for (Map.Entry<String, String> each : indexes.entrySet()) {
      await(each.getValue()).atMost(CUT_OFF_LIMIT).until(() -> exists(each.getValue()));
      assertEquals(200, get(INDEXED, each.getKey()).statusCode());
    }
  }

  /** The responses to requests that are sent at once while nobody can read the grievances. */
  private static Map<String, HttpResponse<String>> whileLocked(
      Connection connection, String database, Set<String> paths) throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(paths.size());
    try (connection;
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("lock table grievances in access exclusive mode");
      Map<String, Future<HttpResponse<String>>> answers = new HashMap<>();
      paths.forEach(path -> answers.put(path, clients.submit(() -> get(database, path))));
      Map<String, HttpResponse<String>> responses = new HashMap<>();
      for (Map.Entry<String, Future<HttpResponse<String>>> answer : answers.entrySet()) {
        responses.put(answer.getKey(), answer.getValue().get());
      }
      return responses;
    } finally {
      clients.shutdown();
    }
  }

  private static boolean exists(String index) throws SQLException {
    try (Connection connection = postgres.connect(INDEXED);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select exists (select from pg_index where indisvalid and indexrelid = to_regclass('"
                    + index
                    + "'))")) {
      return row.next() && row.getBoolean(1);
    }
  }
}
