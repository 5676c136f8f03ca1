package org.grievances.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.grievances.server.PostgresDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Nothing is shown that cannot be recorded, and what was shown is recorded, whatever happens. */
class UnrecordedReadsIT {
  private static final String POSTGRESQL = "pg";
  private static final String UNWATCHED = "unwatched";
  private static final List<String> DATABASES = List.of(PrivateServer.DERBY, POSTGRESQL, UNWATCHED);
  private static final String SECRET = "sesame";
  private static final int RECORDS = 300;
  private static final int READERS = 4;
  private static final Pattern NEXT = Pattern.compile("</vbasoftware/(.+)>; rel=\"next\"");

  private static Postgres postgres;
  private static PrivateServer server;

  @BeforeAll
  static void install() throws Exception {
    postgres = Postgres.create();
    postgres.execute("create database " + UNWATCHED);
    server =
        PrivateServer.install(
            "unrecorded", Map.of("grievances.databases." + UNWATCHED + ".record-reads", "false"));
    server.add(PostgresDataSource.of(POSTGRESQL, "postgres", postgres.port()));
    server.add(PostgresDataSource.of(UNWATCHED, UNWATCHED, postgres.port()));
    start();
    String items =
        IntStream.range(0, RECORDS)
            .mapToObj(
                key ->
                    "{\"grievance_Key\":%d,\"issue\":\"%s\",\"grievance_Received\":\"2025-01-02T03:04:05Z\"}"
                        .formatted(key, SECRET))
            .toList()
            .toString();
    for (String database : DATABASES) {
      assertEquals(207, server.exchange("PUT", database, PrivateServer.BATCH, items).statusCode());
    }
  }

  @AfterAll
  static void close() throws IOException {
    server.close();
    postgres.close();
  }

  private static void start() throws Exception {
    server.start();
    DATABASES.forEach(server::awaitDatabase);
  }

  private static HttpResponse<String> get(String database, String path) {
    return server.exchange("GET", database, path, "");
  }

  @Test
  void recordsAreNotShownIfThatCannotBeRecorded() throws Exception {
    String job = job();
    postgres.execute("alter table record_reads rename to elsewhere");
    try {
      for (String path :
          List.of(
              "grievances/7",
              "grievances/7/filing",
              "grievances?pageSize=10",
              "grievances?fields=issue",
              "grievances/export?keyTo=10",
              "grievances/export",
              "grievances/changes?from=start",
              "deadlines",
              "grievance-statistics",
              job + "/succeeded")) {
        assertNotShown(get(POSTGRESQL, path), path);
      }
      assertNotShown(
          server.exchange("PUT", POSTGRESQL, "grievances/7", "{\"call_Key\":77}"), "put");
      String batch = "[{\"grievance_Key\":-1}]";
      assertEquals(
          207, server.exchange("PUT", POSTGRESQL, PrivateServer.BATCH, batch).statusCode());
      assertEquals(200, get(POSTGRESQL, "grievance-statuses").statusCode());
      assertEquals(200, get(PrivateServer.DERBY, "grievances/7").statusCode());
    } finally {
      postgres.execute("alter table elsewhere rename to record_reads");
    }
    HttpResponse<String> shown = get(POSTGRESQL, "grievances/7");
    assertEquals(200, shown.statusCode(), shown.body());
    assertTrue(shown.body().contains("77"), "a request that writes was applied");
    assertTrue(server.consoleLog().contains("Nothing is shown of database pg"));
  }

  private static String job() {
    String items = "[{\"grievance_Key\":-2,\"issue\":\"" + SECRET + "\"}]";
    HttpResponse<String> accepted =
        server.exchange("POST", POSTGRESQL, PrivateServer.BATCH + "/jobs", items);
    String job = accepted.headers().firstValue("Location").orElseThrow();
    String path = job.substring("/vbasoftware/".length());
    Awaitility.await().until(() -> get(POSTGRESQL, path).body().contains("\"Completed\""));
    return path;
  }

  private static void assertNotShown(HttpResponse<String> answer, String what) {
    assertEquals(503, answer.statusCode(), what);
    assertTrue(answer.body().contains("/problems/read-unrecorded"), answer.body());
    assertFalse(answer.body().contains(SECRET), what);
    assertTrue(answer.headers().firstValue("Retry-After").isPresent(), what);
  }

  /** The connection that is kept for it is made anew. */
  @Test
  void readsAreRecordedAfterTheirConnectionWasLost() throws Exception {
    assertEquals(200, get(POSTGRESQL, "grievances/8").statusCode());
    postgres.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where query ilike '%into record_reads%'"
            + " and pid <> pg_backend_pid()");
    HttpResponse<String> shown = get(POSTGRESQL, "grievances/8");
    assertEquals(200, shown.statusCode(), shown.body());
    assertTrue(recorded(POSTGRESQL).contains(activity(shown)));
  }

  @Test
  void operatorCanTurnItOff() throws Exception {
    assertEquals(200, get(UNWATCHED, "grievances/8").statusCode());
    assertEquals(Set.of(), recorded(UNWATCHED));
    assertTrue(
        server.consoleLog().contains("Database unwatched: who reads its records is not recorded."));
  }

  @Test
  void readsBeforeAServerIsKilledAreRecorded() throws Exception {
    Queue<String> ofDerby = new ConcurrentLinkedQueue<>();
    Queue<String> ofPostgres = new ConcurrentLinkedQueue<>();
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<Future<?>> readers = new ArrayList<>();
      for (int reader = 0; reader < READERS; reader++) {
        readers.add(threads.submit(() -> readUntilItFails(PrivateServer.DERBY, ofDerby)));
        readers.add(threads.submit(() -> readUntilItFails(POSTGRESQL, ofPostgres)));
      }
      TimeUnit.SECONDS.sleep(2);
      server.kill();
      for (Future<?> reader : readers) {
        reader.get();
      }
    } finally {
      threads.shutdownNow();
    }
    start();
    assertRecorded(PrivateServer.DERBY, ofDerby);
    assertRecorded(POSTGRESQL, ofPostgres);
  }

  private static void assertRecorded(String database, Queue<String> shown) throws IOException {
    assertTrue(shown.size() > 20, database + " showed " + shown.size());
    Set<String> missing = new HashSet<>(shown);
    missing.removeAll(recorded(database));
    assertEquals(Set.of(), missing, database + " showed " + shown.size());
  }

  private static void readUntilItFails(String database, Queue<String> shown) {
    try {
      for (int read = 0; ; read++) {
        String path = read % 3 == 0 ? "grievances?pageSize=20" : "grievances/" + read % RECORDS;
        HttpResponse<String> answer = server.send("GET", database, path, "");
        if (answer.statusCode() == 200) {
          shown.add(activity(answer));
        }
      }
    } catch (IOException e) {
      // The server was killed.
    }
  }

  private static String activity(HttpResponse<String> answer) {
    return answer.headers().firstValue("activity-id").orElseThrow();
  }

  /** The requests that showed grievances, as an administrator lists them. */
  private static Set<String> recorded(String database) throws IOException {
    Set<String> activities = new HashSet<>();
    Optional<String> next = Optional.of("reads?pageSize=1000&operation.not=reads");
    while (next.isPresent()) {
      HttpResponse<String> page = server.getAsAdmin(database, next.get());
      assertEquals(200, page.statusCode(), page.body());
      activities.addAll(JsonPath.from(page.body()).getList("data.activityID"));
      next =
          page.headers()
              .firstValue("Link")
              .map(NEXT::matcher)
              .filter(Matcher::matches)
              .map(link -> link.group(1));
    }
    return activities;
  }
}
