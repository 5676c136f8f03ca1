package org.grievances.contract;

import static org.awaitility.Awaitility.await;
import static org.grievances.contract.ChangesFollower.CHANGES;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.grievances.server.RunningServer;
import org.grievances.server.Secrets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The changes to all grievances can be followed in their order. Other classes change other keys of
 * the same databases meanwhile.
 */
@ExtendWith(RunningServer.Resolver.class)
class ChangesIT {
  private static final String RECORDS = "/vbasoftware/grievances";
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final int KEYS_OF_A_TEST = 100;
  private static final AtomicInteger KEYS =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(-1_480_000_000, -1_470_000_000));

  private final int key = KEYS.getAndAdd(KEYS_OF_A_TEST);

  private static String item(int key, String issue) {
    return "{\"grievance_Key\":%d,\"issue\":\"%s\",\"call_Key\":-7,\"issue_Date\":\"2025-03-01\"}"
        .formatted(key, issue);
  }

  private String items(int count, String issue) {
    return IntStream.range(key, key + count)
        .mapToObj(each -> item(each, issue))
        .toList()
        .toString();
  }

  private static void put(RunningServer server, String database, String items) {
    server.to(database).body(items).put(RunningServer.BATCH).then().statusCode(207);
  }

  /** The changes of this test's keys, once there are as many. */
  private List<Map<String, Object>> changes(ChangesFollower follower, int count, int limit) {
    List<Map<String, Object>> changes = new ArrayList<>();
    await("changes")
        .atMost(TIMEOUT)
        .until(
            () -> {
              changes.addAll(follower.all(limit, key, key + KEYS_OF_A_TEST));
              return changes.size() >= count;
            });
    return changes;
  }

  private static List<Object> values(List<Map<String, Object>> changes, String member) {
    return changes.stream().map(change -> change.get(member)).toList();
  }

  private Map<String, Object> read(RunningServer server, String database) {
    return server.to(database).get(RECORDS + "/" + key).path("data");
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread", "partitioned"})
  void eachChangeHasItsAuthorAndTheGrievanceAfterIt(String database, RunningServer server) {
    ChangesFollower follower = ChangesFollower.now(server, database);
    server.to(database).body(item(key, "one")).post(RECORDS).then().statusCode(201);
    Map<String, Object> first = read(server, database);
    Response batch =
        server.to(database).body("[" + item(key, "two") + "]").put(RunningServer.BATCH);
    Map<String, Object> second = read(server, database);
    server.to(database).body("{}").put(RECORDS + "/" + key).then().statusCode(200);
    Map<String, Object> third = read(server, database);
    server.to(database).delete(RECORDS + "/" + key).then().statusCode(204);
    server.to(database).body(item(key, "new")).post(RECORDS).then().statusCode(201);
    Map<String, Object> last = read(server, database);

    List<Map<String, Object>> changes = changes(follower, 5, 1000);

    assertEquals(
        List.of("created", "updated", "updated", "deleted", "created"), values(changes, "change"));
    assertEquals(Collections.nCopies(5, key), values(changes, "grievance_Key"));
    assertEquals(Arrays.asList(first, second, third, null, last), values(changes, "grievance"));
    assertEquals(Collections.nCopies(5, RunningServer.USER), values(changes, "user"));
    assertEquals(Collections.nCopies(5, Secrets.CLIENT), values(changes, "client"));
    assertEquals(batch.path("debug.activityID"), changes.get(1).get("activityID"));
    assertEquals(
        values(changes, "at").stream().map(Object::toString).sorted().toList(),
        values(changes, "at"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread", "partitioned"})
  void pagesGoOnInsideABatch(String database, RunningServer server) {
    ChangesFollower follower = ChangesFollower.now(server, database);
    put(server, database, items(5, "one"));
    put(server, database, items(5, "two"));

    List<Map<String, Object>> changes = changes(follower, 10, 2);

    List<Object> keys = new ArrayList<>(IntStream.range(key, key + 5).boxed().toList());
    keys.addAll(keys);
    assertEquals(keys, values(changes, "grievance_Key"));
    List<Object> issues =
        changes.stream().<Object>map(c -> ((Map<?, ?>) c.get("grievance")).get("issue")).toList();
    assertEquals(List.of("one", "one", "one", "one", "one"), issues.subList(0, 5));
    assertEquals(List.of("two", "two", "two", "two", "two"), issues.subList(5, 10));
  }

  /** Who waits holds a thread, so that those beyond a number are answered at once. */
  @Test
  void noMoreThan64RequestsWait(RunningServer server) throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(80);
    try {
      Callable<Response> call =
          () ->
              server
                  .to("gamma")
                  .header("Prefer", "wait=15")
                  .queryParam("from", "now")
                  .get(RECORDS + "/changes");
      List<Response> responses = new ArrayList<>();
      for (Future<Response> response : callers.invokeAll(Collections.nCopies(80, call))) {
        responses.add(response.get());
      }
      responses.forEach(response -> response.then().statusCode(200));
      long waited = responses.stream().filter(r -> r.header("Preference-Applied") != null).count();
      assertTrue(waited > 32 && waited <= 64, waited + " requests have waited");
    } finally {
      callers.shutdownNow();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void latestGivesTheLastChangeOfEachGrievance(String database, RunningServer server) {
    ChangesFollower follower = ChangesFollower.now(server, database);
    put(server, database, items(3, "one"));
    put(server, database, items(2, "two"));
    server.to(database).delete(RECORDS + "/" + key).then().statusCode(204);
    String from = follower.place();
    changes(follower, 6, 1000);

    // Others change records meanwhile, so that there may be several pages.
    ChangesFollower latest = ChangesFollower.after(server, database, from);
    Map<Object, Object> last = new HashMap<>();
    await("the last changes")
        .atMost(TIMEOUT)
        .until(
            () -> {
              List<Map<String, Object>> page =
                  latest.next(server.to(database).queryParam("latest", true), 1000);
              List<Object> keys = values(page, "grievance_Key");
              assertEquals(keys.stream().distinct().toList(), keys);
              page.stream()
                  .filter(each -> ChangesFollower.isBetween(each, key, key + KEYS_OF_A_TEST))
                  .forEach(each -> last.put(each.get("grievance_Key"), each.get("change")));
              return last.equals(Map.of(key, "deleted", key + 1, "updated", key + 2, "created"));
            });
  }

  /** A transaction that was open is committed after a later one. */
  @Test
  void aChangeThatIsCommittedLateIsNotLeftOut(RunningServer server) throws SQLException {
    ChangesFollower follower = ChangesFollower.now(server, "delta");
    try (Connection connection = server.postgres();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      insert(statement, key);
      put(server, "delta", "[" + item(key + 1, "other") + "]");
      assertEquals(List.of(), follower.all(1000, key, key + KEYS_OF_A_TEST));
      insert(statement, key + 2);
      put(server, "delta", "[" + item(key + 3, "other") + "]");
      assertEquals(List.of(), follower.all(1000, key, key + KEYS_OF_A_TEST));
      connection.commit();
    }
    assertEquals(
        List.of(key, key + 1, key + 2, key + 3),
        values(changes(follower, 4, 1000), "grievance_Key"));
  }

  /** The transaction that began first changes the same grievance last. */
  @Test
  void theLastChangeOfAGrievanceComesLast(RunningServer server) throws SQLException {
    ChangesFollower follower = ChangesFollower.now(server, "delta");
    try (Connection connection = server.postgres();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      insert(statement, key + 1);
      put(server, "delta", "[" + item(key, "first") + "]");
      statement.execute("update grievances set issue = 'last' where grievance_key = " + key);
      connection.commit();
    }
    List<Map<String, Object>> changes = changes(follower, 3, 1000);
    assertEquals(List.of(key + 1, key, key), values(changes, "grievance_Key"));
    assertEquals("last", ((Map<?, ?>) changes.get(2).get("grievance")).get("issue"));
  }

  /** What a transaction takes back to a savepoint does not free the place of what it did before. */
  @Test
  void aChangeAfterASavepointIsNotLeftOut(RunningServer server) throws SQLException {
    ChangesFollower follower = ChangesFollower.now(server, "delta");
    try (Connection connection = server.postgres();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("savepoint before");
      insert(statement, key);
      statement.execute("rollback to savepoint before");
      insert(statement, key + 1);
      put(server, "delta", "[" + item(key + 2, "other") + "]");
      assertEquals(List.of(), follower.all(1000, key, key + KEYS_OF_A_TEST));
      connection.commit();
    }
    assertEquals(List.of(key + 1, key + 2), values(changes(follower, 2, 1000), "grievance_Key"));
  }

  private static void insert(Statement statement, int key) throws SQLException {
    statement.execute(
        "insert into grievances (grievance_key, issue, entry_date, update_date)"
            + " values (%d, 'direct', now(), now())".formatted(key));
  }

  @ParameterizedTest
  @CsvSource({
    "limit=7, name one",
    "from=start&after=AAAA, name one",
    "from=yesterday, from must be start or now",
    "after=AAAA, no place",
    "after=%20, no place",
    "after=, no place",
    "from=now&limit=0, limit",
    "from=now&limit=1001, limit",
    "from=now&latest=yes, latest",
    "from=now&page=2, no parameter page"
  })
  void anUnreadableParameterIs400(String query, String detail, RunningServer server) {
    server
        .to("alpha")
        .urlEncodingEnabled(false)
        .get(CHANGES + "?" + query)
        .then()
        .statusCode(400)
        .body("error.detail", containsString(detail));
  }

  @Test
  void aPlaceIsOfOneDatabase(RunningServer server) {
    String place = ChangesFollower.now(server, "alpha").place();
    assertTrue(place.length() < 50, place);
    server.to("alpha").get(CHANGES + "?after=" + place).then().statusCode(200);
    server
        .to("delta")
        .get(CHANGES + "?after=" + place)
        .then()
        .statusCode(400)
        .body("error.detail", containsString("of this database"));
    char other = place.charAt(7) == 'A' ? 'B' : 'A';
    server
        .to("alpha")
        .get(CHANGES + "?after=" + place.substring(0, 7) + other + place.substring(8))
        .then()
        .statusCode(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void aPageWithoutChangesIsAnsweredOnceThereIsOne(String database, RunningServer server) {
    ChangesFollower follower = ChangesFollower.now(server, database);
    CompletableFuture<Duration> waited =
        CompletableFuture.supplyAsync(() -> waitFor(server, follower, database));
    put(server, database, items(1, "awaited"));
    waited.join();
  }

  private Duration waitFor(RunningServer server, ChangesFollower follower, String database) {
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < TIMEOUT.toNanos()) {
      boolean isThere =
          follower.next(server.to(database).header("Prefer", "wait=30"), 1000).stream()
              .anyMatch(change -> ChangesFollower.isBetween(change, key, key + 1));
      if (isThere) {
        return Duration.ofNanos(System.nanoTime() - begun);
      }
    }
    throw new AssertionError("The change was not seen.");
  }

  @ParameterizedTest
  @CsvSource({"wait=2, wait=2", "'respond-async, wait=1', wait=1", "wait=0,", "wait=soon,", ","})
  void thePreferenceIsAcknowledged(String prefer, String applied, RunningServer server) {
    long begun = System.nanoTime();
    Response page =
        server
            .to("alpha")
            .header("Prefer", prefer == null ? "" : prefer)
            .get(CHANGES + "?from=now");
    page.then().statusCode(200).header("Preference-Applied", equalTo(applied));
    assertNotNull(ChangesFollower.place(page));
    assertTrue(System.nanoTime() - begun < Duration.ofSeconds(30).toNanos());
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta"})
  void changesComeAsLinesToo(String database, RunningServer server) {
    ChangesFollower follower = ChangesFollower.now(server, database);
    String after = follower.place();
    put(server, database, items(1, "=lines"));
    server.to(database).delete(RECORDS + "/" + key).then().statusCode(204);
    changes(follower, 2, 1000);

    List<String> csv = lines(server, database, "text/csv", after);
    assertTrue(csv.get(0).startsWith("change,at,user,client,activityID,grievance_Key,"));
    String ofKey = "," + key + ",";
    List<String> own = csv.stream().filter(line -> line.contains(ofKey)).toList();
    assertTrue(own.get(0).startsWith("created,") && own.get(0).contains("'=lines"), own.get(0));
    assertTrue(own.get(1).startsWith("deleted,") && !own.get(1).contains("lines"), own.get(1));

    List<Object> kinds =
        lines(server, database, "application/x-ndjson", after).stream()
            .map(JsonPath::new)
            .filter(change -> change.getInt("grievance_Key") == key)
            .map(change -> change.get("change"))
            .toList();
    assertEquals(List.of("created", "deleted"), kinds);
  }

  /** The lines of all pages up to an empty one. */
  private static List<String> lines(
      RunningServer server, String database, String type, String after) {
    List<String> lines = new ArrayList<>();
    String place = after;
    while (true) {
      Response page = server.to(database).accept(type).get(CHANGES + "?limit=1000&after=" + place);
      page.then().statusCode(200).contentType(startsWith(type));
      page.asString().lines().forEach(lines::add);
      if (page.header("X-Total-Count").equals("0")) {
        return lines;
      }
      place = ChangesFollower.place(page);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void anExportSaysFromWhereTheChangesGoOn(String database, RunningServer server) {
    put(server, database, items(2, "exported"));
    List<Response> exports = new ArrayList<>();
    await("the export, of which a client has one at a time")
        .atMost(TIMEOUT)
        .until(
            () -> {
              Response export =
                  server
                      .credentials(
                          RunningServer.GENERATED_CLIENT_KEY, server.token("grievance-reader"))
                      .header("vbasoftware-database", database)
                      .queryParam("keyFrom", key)
                      .queryParam("keyTo", key + KEYS_OF_A_TEST)
                      .get(RECORDS + "/export");
              exports.add(export);
              return export.statusCode() == 200;
            });
    Response export = exports.get(exports.size() - 1);
    assertEquals("2", export.header("X-Total-Count"));
    put(server, database, items(3, "after"));
    ChangesFollower follower =
        ChangesFollower.after(server, database, export.header("changes-after"));

    List<Map<String, Object>> changes = changes(follower, 3, 1000);

    List<Map<String, Object>> later = changes.subList(changes.size() - 3, changes.size());
    assertEquals(List.of(key, key + 1, key + 2), values(later, "grievance_Key"));
    assertEquals(List.of("updated", "updated", "created"), values(later, "change"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void changesBeginAtTheOldest(String database, RunningServer server) {
    put(server, database, items(4, "some"));
    Response first = server.to(database).get(CHANGES + "?from=start&limit=2");
    assertFalse(first.<List<?>>path("data").isEmpty());
    ChangesFollower follower =
        ChangesFollower.after(server, database, ChangesFollower.place(first));
    assertFalse(follower.next(2).isEmpty());
  }

  @Test
  void aChangeOfAKeyIsACreationAndADeletion(RunningServer server) throws SQLException {
    ChangesFollower follower = ChangesFollower.now(server, "delta");
    put(server, "delta", items(1, "moved"));
    server.execute(
        "update grievances set grievance_key = %d where grievance_key = %d"
            .formatted(key + 1, key));
    List<Map<String, Object>> changes = changes(follower, 3, 1000);
    assertEquals(List.of("created", "created", "deleted"), values(changes, "change"));
    assertEquals(List.of(key, key + 1, key), values(changes, "grievance_Key"));
  }
}
