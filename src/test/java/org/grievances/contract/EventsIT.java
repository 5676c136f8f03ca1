package org.grievances.contract;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.nimbusds.jose.JOSEException;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.grievances.server.RunningServer;
import org.grievances.server.Secrets;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The events of a grievance are added and struck out, and its notice dates follow from them. */
@ExtendWith(RunningServer.Resolver.class)
class EventsIT {
  private static final String RECORDS = "/vbasoftware/grievances/";
  private static final String ADMIN = "grievance-admin";
  private static final AtomicInteger KEYS = new AtomicInteger(-67_000_000);

  private final int key = KEYS.getAndAdd(10);
  private final String events = RECORDS + key + "/events";

  private void create(RunningServer server, String database) {
    server
        .to(database)
        .body("{\"grievance_Key\":%d,\"subscriber_ID\":\"E-1\"}".formatted(key))
        .post("/vbasoftware/grievances")
        .then()
        .statusCode(201);
  }

  private Response add(RunningServer server, String database, String kind, String at) {
    return server
        .to(database)
        .body("{\"kind\":\"%s\",\"at\":\"%s\"}".formatted(kind, at))
        .post(events);
  }

  private ValidatableResponse list(RunningServer server, String database, String query) {
    return server.to(database, "grievance-reader").get(events + query).then().statusCode(200);
  }

  private String tag(RunningServer server, String database) {
    return server.to(database).get(RECORDS + key).header("ETag");
  }

  /** The notice dates as the history has them, which is all of the row. */
  private List<Object> notices(RunningServer server, String database) {
    Map<String, Object> after =
        server.to(database, ADMIN).get(RECORDS + key + "/history").path("data[0].after");
    return Arrays.asList(
        after.get("acknowledged"),
        after.get("extension_Noticed"),
        after.get("oral_Notice"),
        after.get("written_Notice"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void eventIsAddedOnceAndReadWithAllMembers(String database, RunningServer server) {
    create(server, database);
    String before = tag(server, database);
    String idempotencyKey = UUID.randomUUID().toString();
    String call =
        """
        {"kind":"CALL","at":"2026-03-02T10:00:00Z","by":"jane","text":"Left a message"}""";
    String location = null;
    for (int attempt = 0; attempt < 2; attempt++) {
      Response added =
          server.to(database).header("Idempotency-Key", idempotencyKey).body(call).post(events);
      added
          .then()
          .statusCode(201)
          .header("ETag", notNullValue())
          .body("data.grievance_Key", equalTo(key))
          .body("data.kind", equalTo("CALL"))
          .body("data.at", equalTo("2026-03-02T10:00:00Z"))
          .body("data.precision", equalTo("TIME"))
          .body("data.by", equalTo("jane"))
          .body("data.text", equalTo("Left a message"))
          .body("data.struck_Out", nullValue());
      location = added.header("Location");
      assertEquals(events + "/" + added.path("data.event_Key"), location);
    }
    list(server, database, "").body("data", hasSize(1));
    Response one = server.to(database, "grievance-reader").get(location);
    one.then().statusCode(200).body("data.text", equalTo("Left a message"));
    server
        .to(database)
        .header("If-None-Match", one.header("ETag"))
        .get(location)
        .then()
        .statusCode(304);
    assertEquals(before, tag(server, database), "a call changes no notice date");
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void eventsAreListedOldestFirstInPages(String database, RunningServer server) {
    create(server, database);
    for (String at : List.of("2026-03-03", "2026-03-01", "2026-03-02", "2026-03-01")) {
      add(server, database, "REVIEWED", at + "T09:00:00Z").then().statusCode(201);
    }
    list(server, database, "?pageSize=3")
        .header("X-Pagination", containsString("\"TotalCount\":4"))
        .header("Link", containsString("page=2"))
        .body(
            "data.at",
            contains("2026-03-01T09:00:00Z", "2026-03-01T09:00:00Z", "2026-03-02T09:00:00Z"));
    list(server, database, "?pageSize=3&page=2").body("data.at", contains("2026-03-03T09:00:00Z"));
    list(server, database, "?pageSize=3&page=3").body("data", hasSize(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void noticeDatesAreThoseOfTheEarliestEventsThatAreNotStruckOut(
      String database, RunningServer server) {
    create(server, database);
    String before = tag(server, database);
    add(server, database, "ACKNOWLEDGED", "2026-03-05T09:00:00Z");
    String earliest =
        add(server, database, "ACKNOWLEDGED", "2026-03-04T09:00:00.123456Z").header("Location");
    add(server, database, "EXTENSION_NOTICE", "2026-03-06T09:00:00Z");
    add(server, database, "ORAL_NOTICE", "2026-03-07T09:00:00Z");
    String notice =
        add(server, database, "WRITTEN_NOTICE", "2026-03-08T09:00:00Z").header("Location");
    assertEquals(
        List.of(
            "2026-03-04T09:00:00.123456Z",
            "2026-03-06T09:00:00Z",
            "2026-03-07T09:00:00Z",
            "2026-03-08T09:00:00Z"),
        notices(server, database));
    String noticed = tag(server, database);
    assertNotEquals(before, noticed);
    add(server, database, "WRITTEN_NOTICE", "2026-03-09T09:00:00Z").then().statusCode(201);
    assertEquals(noticed, tag(server, database), "a later notice changes no date");

    for (String struck : List.of(earliest, notice)) {
      server
          .to(database)
          .queryParam("reason", "Wrong member")
          .delete(struck)
          .then()
          .statusCode(200)
          .body("data.struck_Out", notNullValue())
          .body("data.struck_Reason", equalTo("Wrong member"));
    }

    assertEquals(
        List.of(
            "2026-03-05T09:00:00Z",
            "2026-03-06T09:00:00Z",
            "2026-03-07T09:00:00Z",
            "2026-03-09T09:00:00Z"),
        notices(server, database));
    server.to(database).get(RECORDS + key).then().body("data.subscriber_ID", equalTo("E-1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void eventIsStruckOutOnceAndStays(String database, RunningServer server) {
    create(server, database);
    String event = add(server, database, "ORAL_NOTICE", "2026-03-05T09:00:00Z").header("Location");
    server.to(database).delete(event).then().statusCode(400);
    for (String reason : List.of("", " ", "x".repeat(257))) {
      server
          .to(database)
          .queryParam("reason", reason)
          .delete(event)
          .then()
          .statusCode(400)
          .body("error.detail", containsString("reason"));
    }
    server.to(database).queryParam("reason", "Wrong day").delete(event).then().statusCode(200);
    server
        .to(database)
        .delete(event + "?reason=again")
        .then()
        .statusCode(409)
        .body("error.type", endsWith("/conflict"));
    list(server, database, "")
        .body("data.struck_Reason", contains("Wrong day"))
        .body("data[0].struck_By", notNullValue());
    assertEquals(Arrays.asList(null, null, null, null), notices(server, database));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void eventsAreReadAndAddedWithTheirGrievanceOnly(String database, RunningServer server)
      throws JOSEException {
    create(server, database);
    String event = add(server, database, "CALL", "2026-03-05T09:00:00Z").header("Location");
    String other = event.replace("" + key, "" + (key + 1));
    String none = RECORDS + (key + 1) + "/events";
    server
        .to(database)
        .get(none)
        .then()
        .statusCode(404)
        .body("error.type", endsWith("/record-unknown"));
    server.to(database).get(other).then().statusCode(404);
    server.to(database).delete(other + "?reason=x").then().statusCode(404);
    server.to(database).get(RECORDS + "x/events").then().statusCode(404);
    server.to(database).get(events + "/x").then().statusCode(404);
    server
        .to(database)
        .body("{\"kind\":\"CALL\",\"at\":\"2026-03-05\"}")
        .post(none)
        .then()
        .statusCode(404)
        .body("error.type", endsWith("/record-unknown"));
    for (String subscriber : List.of("E-1", "E-2")) {
      int status = subscriber.equals("E-1") ? 200 : 404;
      String token =
          server
              .secrets()
              .sign(
                  Secrets.claims("member", "grievance-reader")
                      .claim("subscriber_ID", List.of(subscriber))
                      .build());
      for (String path : List.of(events, event)) {
        server
            .credentials(server.secrets().apiKey(), token)
            .header("vbasoftware-database", database)
            .get(path)
            .then()
            .statusCode(status);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void eventsOutliveTheDeletionOfTheirGrievance(String database, RunningServer server) {
    create(server, database);
    String event = add(server, database, "ACKNOWLEDGED", "2026-03-05T09:00:00Z").header("Location");
    server.to(database).delete(RECORDS + key).then().statusCode(204);
    server.to(database).get(event).then().statusCode(404);
    server.to(database).get(events).then().statusCode(404);
    server.to(database).delete(event + "?reason=x").then().statusCode(404);

    server.to(database, ADMIN).post(RECORDS + key + "/restore").then().statusCode(201);

    list(server, database, "").body("data.kind", contains("ACKNOWLEDGED"));
    assertEquals("2026-03-05T09:00:00Z", notices(server, database).get(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{}; kind: required",
        "{\"kind\":\"CALL\"}; at: required",
        "{\"kind\":\"MET\",\"at\":\"2026-03-01\"}; kind: not one of NOTE, CALL",
        "{\"kind\":\"CALL\",\"at\":\"2026-03-01\",\"precision\":\"HOUR\"}; precision: not one of",
        "{\"kind\":\"CALL\",\"at\":\"9000-01-01\"}; at: in the future by more than a day"
      })
  void eventWithWrongMembersIsRefused(String body, String detail, RunningServer server) {
    create(server, "beta");
    server
        .to("beta")
        .body(body)
        .post(events)
        .then()
        .statusCode(400)
        .body("error.detail", containsString(detail));
    String soon = Instant.now().plus(23, ChronoUnit.HOURS).toString();
    add(server, "beta", "CALL", soon).then().statusCode(201);
  }
}
