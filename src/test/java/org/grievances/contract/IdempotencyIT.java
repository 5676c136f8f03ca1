package org.grievances.contract;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that requests with the same Idempotency-Key are applied once, on Derby and PostgreSQL. */
@ExtendWith(RunningServer.Resolver.class)
class IdempotencyIT {
  private static final String RECORDS = "/vbasoftware/grievances";
  private static final AtomicInteger KEYS = new AtomicInteger(-29_200_000);

  private final String idempotencyKey = "\"" + UUID.randomUUID() + "\"";
  private final int key = KEYS.incrementAndGet();

  private RequestSpecification withIdempotencyKey(RunningServer server, String database) {
    return server.to(database).header("Idempotency-Key", idempotencyKey);
  }

  private static Object path(Response response, String path) {
    return response.path(path);
  }

  private static String item(int key, String issue) {
    return "{\"grievance_Key\":" + key + ",\"issue\":\"" + issue + "\"}";
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread", "partitioned"})
  void aRepeatedBatchGetsTheFirstResponseAndIsNotAppliedAgain(
      String database, RunningServer server) {
    String batch = "[" + item(key, "told in a batch") + ",{\"grievance_Key\":\"?\"}]";
    Response first = withIdempotencyKey(server, database).body(batch).put(RunningServer.BATCH);
    assertEquals(List.of(201, 400), first.path("data.status"));
    server.to(database).body("{}").put(RECORDS + "/" + key).then().statusCode(200);

    Response repeated = withIdempotencyKey(server, database).body(batch).put(RunningServer.BATCH);

    assertEquals(207, repeated.statusCode());
    assertEquals(path(first, "data"), path(repeated, "data"));
    assertNotEquals(path(first, "debug.activityID"), path(repeated, "debug.activityID"));
    server.to(database).get(RECORDS + "/" + key).then().body("data.issue", equalTo(null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread", "partitioned"})
  void aRecordIsCreatedOnce(String database, RunningServer server) {
    Response first = withIdempotencyKey(server, database).body(item(key, "once 🏥")).post(RECORDS);
    Response repeated =
        withIdempotencyKey(server, database).body(item(key, "once 🏥")).post(RECORDS);

    assertEquals(201, repeated.statusCode());
    assertEquals(path(first, "data"), path(repeated, "data"));
    assertEquals(first.header("Location"), repeated.header("Location"));
    assertEquals(first.header("ETag"), repeated.header("ETag"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread", "partitioned"})
  void aGrievanceIsFiledOnce(String database, RunningServer server) {
    String form = "{\"subscriber_ID\":\"000123456\"}";
    Response first =
        withIdempotencyKey(server, database).body(form).post("/vbasoftware/grievances-file");
    Response repeated =
        withIdempotencyKey(server, database).body(form).post("/vbasoftware/grievances-file");

    assertEquals(201, first.statusCode());
    assertEquals(path(first, "data"), path(repeated, "data"));
    assertEquals(first.header("Location"), repeated.header("Location"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread", "partitioned"})
  void aDifferentRequestWithTheSameKeyIsRefused(String database, RunningServer server) {
    String batch = "[" + item(key, "first") + "]";
    withIdempotencyKey(server, database)
        .body(batch)
        .put(RunningServer.BATCH)
        .then()
        .statusCode(207);
    for (Response different :
        List.of(
            withIdempotencyKey(server, database)
                .body("[" + item(key, "other") + "]")
                .put(RunningServer.BATCH),
            withIdempotencyKey(server, database)
                .body(batch)
                .put(RunningServer.BATCH + "?atomic=true"),
            withIdempotencyKey(server, database).body(batch).delete(RunningServer.BATCH),
            withIdempotencyKey(server, database).body(item(key, "other")).post(RECORDS))) {
      different
          .then()
          .statusCode(422)
          .body("error.type", equalTo("/vbasoftware/problems/key-reused"));
    }
    server.to(database).get(RECORDS + "/" + key).then().body("data.issue", equalTo("first"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread", "partitioned"})
  void concurrentRequestsWithTheSameKeyAreAppliedOnce(String database, RunningServer server)
      throws Exception {
    String form = "{\"subscriber_ID\":\"000123456\"}";
    List<Callable<Response>> calls = new ArrayList<>();
    for (int caller = 0; caller < 8; caller++) {
      calls.add(
          () ->
              withIdempotencyKey(server, database).body(form).post("/vbasoftware/grievances-file"));
    }
    ExecutorService callers = Executors.newFixedThreadPool(calls.size());
    List<Object> created = new ArrayList<>();
    try {
      for (Future<Response> response : callers.invokeAll(calls)) {
        int status = response.get().statusCode();
        assertTrue(Set.of(201, 409).contains(status), "unexpected status " + status);
        if (status == 201) {
          created.add(response.get().path("data"));
        } else {
          response
              .get()
              .then()
              .header("Retry-After", notNullValue())
              .body("error.type", equalTo("/vbasoftware/problems/request-in-progress"));
        }
      }
    } finally {
      callers.shutdown();
    }
    assertEquals(1, Set.copyOf(created).size());
  }

  @Test
  void aRequestThatChangedNothingIsRunAgain(RunningServer server) {
    String batch = "[" + item(key, "x") + ",{\"grievance_Key\":\"?\"}]";
    for (int time = 0; time < 2; time++) {
      withIdempotencyKey(server, "alpha")
          .body(batch)
          .put(RunningServer.BATCH + "?atomic=true")
          .then()
          .body("data.status", contains(424, 400));
    }
    withIdempotencyKey(server, "alpha").body("[").put(RunningServer.BATCH).then().statusCode(400);
    withIdempotencyKey(server, "alpha")
        .body("[" + item(key, "x") + "]")
        .put(RunningServer.BATCH)
        .then()
        .body("data.status", contains(201));
  }

  @Test
  void aKeyExpiresAfterADay(RunningServer server) throws SQLException {
    String batch = "[" + item(key, "yesterday") + "]";
    for (int status : new int[] {201, 200}) {
      withIdempotencyKey(server, "delta")
          .body(batch)
          .put(RunningServer.BATCH)
          .then()
          .body("data.status", contains(status));
      server.execute("UPDATE stored_responses SET created = created - interval '25 hours'");
    }
  }

  @Test
  void aKeyBelongsToOneClientAndOneDatabase(RunningServer server) {
    String batch = "[" + item(key, "x") + "]";
    withIdempotencyKey(server, "alpha").body(batch).put(RunningServer.BATCH).then().statusCode(207);
    withIdempotencyKey(server, "beta")
        .body(batch)
        .put(RunningServer.BATCH)
        .then()
        .body("data.status", contains(201));
    server
        .credentials(RunningServer.ALPHA_KEY, server.token("grievance-writer"))
        .header("vbasoftware-database", "alpha")
        .header("Idempotency-Key", idempotencyKey)
        .contentType("application/json")
        .body(batch)
        .put(RunningServer.BATCH)
        .then()
        .body("data.status", contains(200));
  }

  @Test
  void aRequestMayBeRepeatedWithAnotherHostNameAndPort(RunningServer server) {
    String batch = "[" + item(key, "by name") + "]";
    String plainHttp = "http://127.0.0.1:" + server.httpPort();
    Response first = withIdempotencyKey(server, "alpha").body(batch).put(RunningServer.BATCH);
    Response repeated =
        withIdempotencyKey(server, "alpha").baseUri(plainHttp).body(batch).put(RunningServer.BATCH);

    assertEquals(List.of(201), first.path("data.status"));
    assertEquals(path(first, "data"), path(repeated, "data"));
  }

  @Test
  void aRequestWithAnotherHandlingPreferenceIsADifferentRequest(RunningServer server) {
    String batch = "[" + item(key, "leniently") + "]";
    withIdempotencyKey(server, "alpha").body(batch).put(RunningServer.BATCH).then().statusCode(207);
    withIdempotencyKey(server, "alpha")
        .header("Prefer", "handling=strict")
        .body(batch)
        .put(RunningServer.BATCH)
        .then()
        .statusCode(422);
    withIdempotencyKey(server, "alpha")
        .header("Prefer", "handling=lenient")
        .body(batch)
        .put(RunningServer.BATCH)
        .then()
        .statusCode(207);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"\"", "\"open", "naïve", "\"a\\b\""})
  void aMalformedKeyIsRefused(String malformed, RunningServer server) {
    server
        .to("alpha")
        .header("Idempotency-Key", malformed)
        .body("[]")
        .put(RunningServer.BATCH)
        .then()
        .statusCode(400)
        .body("error.detail", containsString("Idempotency-Key"));
  }

  /** The same bytes are other items, or other values, if they are read in another way. */
  @ParameterizedTest
  @CsvSource({
    "text/csv, text/csv; charset=windows-1252",
    "text/csv; charset=iso-8859-1, text/csv; charset=windows-1252",
    "text/csv, text/csv; guarded=true",
    "text/csv, text/csv; raw=true",
    "text/csv; guarded=true, text/csv; raw=true",
  })
  void keyIsOfOneReadingOfTheBody(String type, String otherType, RunningServer server) {
    byte[] csv = ("grievance_Key,issue\n" + key + ",ä").getBytes(StandardCharsets.UTF_8);
    for (String path : new String[] {"", "respond-async"}) {
      String once = "\"" + UUID.randomUUID() + "\"";
      int accepted = path.isEmpty() ? 207 : 202;
      for (int time = 0; time < 2; time++) {
        send(server, once, path, type, csv, accepted);
      }
      send(server, once, path, otherType, csv, 422);
    }
    String once = "\"" + UUID.randomUUID() + "\"";
    byte[] array = "[]".getBytes(StandardCharsets.UTF_8);
    send(server, once, "", "application/json", array, 207);
    send(server, once, "", "text/json", array, 207);
    send(server, once, "", "application/x-ndjson", array, 422);
  }

  private static void send(
      RunningServer server, String once, String prefer, String type, byte[] body, int status) {
    server
        .to("alpha")
        .contentType(type)
        .header("Idempotency-Key", once)
        .header("Prefer", prefer)
        .body(body)
        .put(RunningServer.BATCH)
        .then()
        .statusCode(status);
  }
}
