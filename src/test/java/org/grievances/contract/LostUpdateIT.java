package org.grievances.contract;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that {@code If-Match}, {@code If-None-Match} and {@code ifUnchanged} prevent lost updates,
 * on Derby and PostgreSQL.
 */
@ExtendWith(RunningServer.Resolver.class)
class LostUpdateIT {
  private static final String PATH = "/vbasoftware/grievances/";
  private static final AtomicInteger KEYS = new AtomicInteger(-9_100_000);

  private final int key = KEYS.incrementAndGet();

  private static ValidatableResponse put(
      RunningServer server, String database, int key, String etag, String issue) {
    return server
        .to(database)
        .header("If-Match", etag)
        .body("{\"issue\":\"" + issue + "\"}")
        .put(PATH + key)
        .then();
  }

  private static String create(RunningServer server, String database, int key) {
    return server
        .to(database)
        .body("{\"grievance_Key\":" + key + ",\"issue\":\"first\"}")
        .post("/vbasoftware/grievances")
        .then()
        .statusCode(201)
        .header("ETag", matchesPattern("\"[\\w-]{22}\""))
        .extract()
        .header("ETag");
  }

  private ValidatableResponse get(RunningServer server, String database) {
    return server.to(database).get(PATH + key).then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread", "partitioned"})
  void aPutWithAMatchingETagReplacesTheRecord(String database, RunningServer server) {
    String first = create(server, database, key);
    assertEquals(first, get(server, database).extract().header("ETag"));

    String second =
        put(server, database, key, first, "second").statusCode(200).extract().header("ETag");

    assertNotEquals(first, second);
    assertEquals(second, get(server, database).extract().header("ETag"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread", "partitioned"})
  void aPutOrDeleteWithAStaleETagIsRefused(String database, RunningServer server) {
    String first = create(server, database, key);
    put(server, database, key, first, "second").statusCode(200);

    put(server, database, key, first, "lost")
        .statusCode(412)
        .body("error.type", equalTo("/vbasoftware/problems/precondition-failed"));
    server.to(database).header("If-Match", first).delete(PATH + key).then().statusCode(412);
    get(server, database).body("data.issue", equalTo("second"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread", "partitioned"})
  void aRecordIsDeletedIfItsETagMatches(String database, RunningServer server) {
    String etag = create(server, database, key);
    server.to(database).header("If-Match", etag).delete(PATH + key).then().statusCode(204);
    put(server, database, key, etag, "late").statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread", "partitioned"})
  void onlyOneOfManyConcurrentUpdatesSucceeds(String database, RunningServer server)
      throws Exception {
    String etag = create(server, database, key);
    assertEquals(
        List.of(200, 412, 412, 412, 412, 412, 412, 412),
        statusesOfConcurrentCalls(issue -> put(server, database, key, etag, issue)));
  }

  /** Returns the statuses of eight concurrent calls, in ascending order. */
  private static List<Integer> statusesOfConcurrentCalls(Function<String, ValidatableResponse> call)
      throws Exception {
    List<Callable<Integer>> calls = new ArrayList<>();
    for (int caller = 0; caller < 8; caller++) {
      String issue = "by " + caller;
      calls.add(() -> call.apply(issue).extract().statusCode());
    }
    ExecutorService callers = Executors.newFixedThreadPool(calls.size());
    try {
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> status : callers.invokeAll(calls)) {
        statuses.add(status.get());
      }
      statuses.sort(null);
      return statuses;
    } finally {
      callers.shutdown();
    }
  }

  @Test
  void ifMatchAcceptsAStarOrAListOfETagsButNoWeakETag(RunningServer server) {
    String etag = create(server, "alpha", key);
    put(server, "alpha", key, "W/" + etag, "weak").statusCode(412);
    put(server, "alpha", key, "\"other\", " + etag, "one of two").statusCode(200);
    put(server, "alpha", key, "*", "any").statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread", "partitioned"})
  void aPutWithIfNoneMatchStarCreatesButDoesNotReplace(String database, RunningServer server) {
    putIfNoneMatch(server, database, "*", "first")
        .statusCode(201)
        .body("data.issue", equalTo("first"));
    putIfNoneMatch(server, database, "*", "lost")
        .statusCode(412)
        .body("error.type", equalTo("/vbasoftware/problems/precondition-failed"));
    String etag =
        get(server, database).body("data.issue", equalTo("first")).extract().header("ETag");
    putIfNoneMatch(server, database, etag, "lost").statusCode(412);
    putIfNoneMatch(server, database, "\"other\"", "second").statusCode(200);
    server
        .to(database)
        .header("If-None-Match", "*")
        .body("{\"grievance_Key\":1}")
        .put(PATH + KEYS.incrementAndGet())
        .then()
        .statusCode(400);
  }

  private ValidatableResponse putIfNoneMatch(
      RunningServer server, String database, String etags, String issue) {
    return server
        .to(database)
        .header("If-None-Match", etags)
        .body("{\"issue\":\"" + issue + "\"}")
        .put(PATH + key)
        .then();
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread", "partitioned"})
  void onlyOneOfManyConcurrentCreationsSucceeds(String database, RunningServer server)
      throws Exception {
    assertEquals(
        List.of(201, 412, 412, 412, 412, 412, 412, 412),
        statusesOfConcurrentCalls(issue -> putIfNoneMatch(server, database, "*", issue)));
  }

  @Test
  void aPutOfACodeWithIfNoneMatchStarCreatesButDoesNotReplace(RunningServer server) {
    String path = "/vbasoftware/grievance-statuses/only-" + key;
    for (int status : new int[] {201, 412}) {
      server
          .to("lived-derby", "grievance-admin")
          .header("If-None-Match", "*")
          .body("{\"default_Status\":false}")
          .put(path)
          .then()
          .statusCode(status);
    }
    server
        .to("lived-derby", "grievance-admin")
        .header("If-None-Match", "*")
        .body("{\"default_Status\":false}")
        .put(path + "x".repeat(32))
        .then()
        .statusCode(404);
  }

  @Test
  void aGetWithAMatchingETagReturns304(RunningServer server) {
    String etag = create(server, "alpha", key);
    server
        .to("alpha")
        .header("If-None-Match", etag)
        .get(PATH + key)
        .then()
        .statusCode(304)
        .header("ETag", etag)
        .body(emptyString());
    server.to("alpha").header("If-None-Match", "\"other\"").get(PATH + key).then().statusCode(200);
  }

  /** Caches and proxies make tags weak, for example when they compress a response. */
  @ParameterizedTest
  @CsvSource({
    "{tag}, 304", "W/{tag}, 304", "'\"x\", W/{tag}', 304", "', {tag} ,', 304", "*, 304",
    "'\"a,b\",{tag}', 304", "W/\"other\", 200", "'\"x\",,W/\"y\"', 200", "W/, 400", "W/*, 400",
    "'{tag} {tag}', 400"
  })
  void readerWithTheCurrentTagGets304EvenIfItIsWeak(String tags, int status, RunningServer server) {
    String etag = create(server, "alpha", key);
    Response response =
        server.to("alpha").header("If-None-Match", tags.replace("{tag}", etag)).get(PATH + key);
    assertEquals(status, response.statusCode());
    if (status == 400) {
      response.then().body("error.detail", startsWith("The header If-None-Match must be"));
    }
  }

  /** A weak tag may stand for another state (RFC 9110, section 13.1.1). */
  @ParameterizedTest
  @CsvSource({
    "{tag}, 200",
    "' {tag}\t', 200",
    "'\"x\" , ,{tag}', 200",
    "*, 200",
    "W/{tag}, 412",
    "'\"x\", W/{tag}', 412",
    "W/*, 400",
    "'\"', 400"
  })
  void writerNeedsTheCurrentTagAndNoWeakOne(String tags, int status, RunningServer server) {
    for (String database : List.of("alpha", "delta")) {
      String etag = create(server, database, key);
      put(server, database, key, tags.replace("{tag}", etag), "second").statusCode(status);
      get(server, database).body("data.issue", equalTo(status == 200 ? "second" : "first"));
      server
          .to(database)
          .header("If-Match", tags.replace("{tag}", etag))
          .delete(PATH + key)
          .then()
          .statusCode(status == 200 && !tags.equals("*") ? 412 : status == 200 ? 204 : status);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread", "partitioned"})
  void withIfUnchangedAnItemIsAppliedOnlyIfItsUpdateDateMatches(
      String database, RunningServer server) {
    create(server, database, key);
    String updateDate = get(server, database).extract().path("data.update_Date");
    String item = "{\"grievance_Key\":" + key + ",\"issue\":\"%s\",\"update_Date\":\"%s\"}";
    int other = KEYS.incrementAndGet();
    String batch =
        "["
            + item.formatted("again", updateDate)
            + ","
            + item.formatted("late", updateDate)
            + (",{\"grievance_Key\":" + other + ",\"update_Date\":\"" + updateDate + "\"}")
            + (",{\"grievance_Key\":" + other + ",\"issue\":\"for all it is\"}]");

    server
        .to(database)
        .queryParam("ifUnchanged", true)
        .body(batch)
        .put(RunningServer.BATCH)
        .then()
        .statusCode(207)
        .body("data.status", contains(200, 412, 412, 201))
        .body(
            "data.body",
            contains(
                "Updated",
                "Not applied: the record has changed since its update_Date; read it again",
                "Not applied: there is no record with this key any more",
                "Created"));
    get(server, database).body("data.issue", equalTo("again"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread", "partitioned"})
  void withIfUnchangedAnItemIsDeletedOnlyIfItsUpdateDateMatches(
      String database, RunningServer server) {
    create(server, database, key);
    String updateDate = get(server, database).extract().path("data.update_Date");
    String item = "[{\"grievance_Key\":" + key + ",\"update_Date\":\"%s\"}]";
    for (String date : List.of("2001-01-01", updateDate)) {
      server
          .to(database)
          .queryParam("ifUnchanged", true)
          .body(item.formatted(date))
          .delete(RunningServer.BATCH)
          .then()
          .statusCode(207)
          .body("data.status", contains(date.equals(updateDate) ? 200 : 412));
    }
  }

  @Test
  void withoutIfUnchangedTheUpdateDateIsIgnored(RunningServer server) {
    create(server, "alpha", key);
    server
        .to("alpha")
        .body("[{\"grievance_Key\":" + key + ",\"update_Date\":\"2001-01-01\"}]")
        .put(RunningServer.BATCH)
        .then()
        .body("data.status", contains(200));
  }

  private static String cut(String date, ChronoUnit precision) {
    return Instant.parse(date).truncatedTo(precision).toString();
  }

  private ValidatableResponse putUnchanged(
      RunningServer server, String database, int key, String updateDate) {
    return server
        .to(database)
        .queryParam("ifUnchanged", true)
        .body("[{\"grievance_Key\":%d,\"update_Date\":\"%s\"}]".formatted(key, updateDate))
        .put(RunningServer.BATCH)
        .then()
        .statusCode(207);
  }

  private static String updateDate(RunningServer server, String database, int key) {
    return server.to(database).get(PATH + key).path("data.update_Date");
  }

  /** As JavaScript keeps milliseconds, and other languages seconds. */
  @ParameterizedTest
  @CsvSource({
    "alpha, MILLIS",
    "alpha, SECONDS",
    "delta, MILLIS",
    "delta, SECONDS",
    "spread, MILLIS",
    "spread, SECONDS",
    "partitioned, MILLIS",
    "partitioned, SECONDS"
  })
  void updateDateMayHaveBeenCut(String database, ChronoUnit precision, RunningServer server)
      throws InterruptedException {
    create(server, database, key);
    for (int time = 0; time < 2; time++) {
      String date = updateDate(server, database, key);
      Thread.sleep(1100);
      putUnchanged(server, database, key, cut(date, precision)).body("data.status", contains(200));
      putUnchanged(server, database, key, cut(date, precision))
          .body("data.status", contains(412))
          .body(
              "data.body",
              contains("Not applied: the record has changed since its update_Date; read it again"));
      Thread.sleep(1100);
      server.to(database).body("{}").put(PATH + key).then().statusCode(200);
    }
    server
        .to(database)
        .queryParam("ifUnchanged", true)
        .contentType("text/csv")
        .body(
            "grievance_Key,update_Date\n%d,%s\n"
                .formatted(key, cut(updateDate(server, database, key), precision)))
        .delete(RunningServer.BATCH)
        .then()
        .body("data.status", contains(200));
  }

  /** Somebody who has read the state before would send the same. */
  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread", "partitioned"})
  void cutUpdateDateOfTwoStatesIsRefused(String database, RunningServer server) {
    int changed = changedWithinASecond(server, database);
    String date = updateDate(server, database, changed);
    putUnchanged(server, database, changed, cut(date, ChronoUnit.SECONDS))
        .body("data.status", contains(412))
        .body(
            "data.body",
            contains(
                "Not applied: the record may have changed since its update_Date, which has been"
                    + " cut; read it again, and send update_Date with all its digits"));
    putUnchanged(server, database, changed, date).body("data.status", contains(200));
  }

  /** A record both of whose states are of the same second. */
  private static int changedWithinASecond(RunningServer server, String database) {
    while (true) {
      int changed = KEYS.incrementAndGet();
      create(server, database, changed);
      String before = updateDate(server, database, changed);
      server.to(database).body("{}").put(PATH + changed).then().statusCode(200);
      String after = updateDate(server, database, changed);
      if (cut(before, ChronoUnit.SECONDS).equals(cut(after, ChronoUnit.SECONDS))) {
        return changed;
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"unkept-derby", "unkept-postgresql"})
  void cutUpdateDateIsRefusedWithoutHistory(String database, RunningServer server) {
    server.awaitUse(database);
    create(server, database, key);
    String date = updateDate(server, database, key);
    for (ChronoUnit precision : List.of(ChronoUnit.SECONDS, ChronoUnit.MILLIS)) {
      putUnchanged(server, database, key, cut(date, precision)).body("data.status", contains(412));
    }
    putUnchanged(server, database, key, date).body("data.status", contains(200));
  }
}
