package org.grievances.contract;

import static java.util.stream.Collectors.joining;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.oneOf;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.grievances.server.RunningServer;
import org.grievances.server.SampleGrievances;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches that are answered item by item: alike on Derby, dropped in or not, and PostgreSQL. */
@ExtendWith(RunningServer.Resolver.class)
class BatchIT {
  private static final AtomicInteger KEYS = new AtomicInteger(1_000_000);
  private static final String DERBY = "alpha";
  private static final String DROPPED_IN = "gamma";
  private static final String POSTGRESQL = "delta";

  /** Keys that no other test uses. */
  private static int keys(int count) {
    return KEYS.getAndAdd(count);
  }

  private static ValidatableResponse put(RequestSpecification request, String body) {
    return request.body(body).put(RunningServer.BATCH).then();
  }

  private static String item(int key, String members) {
    return "{\"grievance_Key\":" + key + members + "}";
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, DROPPED_IN, POSTGRESQL})
  void aNewKeyIsCreatedAndAKnownOneUpdated(String database, RunningServer server) {
    int key = keys(1);
    put(server.to(database), "[" + item(key, "") + "]")
        .statusCode(207)
        .body("data", hasSize(1))
        .body("data[0].id", hasSize(1))
        .body("data[0].id[0].key", equalTo("grievance_Key"))
        .body("data[0].id[0].value", equalTo(key))
        .body("data[0].status", equalTo(201))
        .body("data[0].body", equalTo("Created"))
        .body("error", nullValue())
        .body("debug.activityID", notNullValue());
    put(server.to(database), "[" + item(key, "") + "]")
        .body("data[0].status", equalTo(200))
        .body("data[0].body", equalTo("Updated"));
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL})
  void databasesAreApart(String database, RunningServer server) {
    int key = keys(1);
    put(server.to("beta"), "[" + item(key, "") + "]").body("data[0].status", equalTo(201));
    put(server.to(database), "[" + item(key, "") + "]").body("data[0].status", equalTo(201));
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL})
  void theSameKeyTwiceIsCreatedThenUpdated(String database, RunningServer server) {
    int key = keys(1);
    put(server.to(database), "[" + item(key, "") + "," + item(key, ",\"issue\":\"b\"") + "]")
        .body("data.status", contains(201, 200));
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL})
  void itemsAreAnsweredAtTheirOwnPlaces(String database, RunningServer server) {
    int key = keys(3);
    String faulty = item(key + 1, ",\"subscriber_ID\":\"123456789012\",\"issue_Date\":\"soon\"");
    put(
            server.to(database),
            "[%s,%s,\"text\",%s,{}]".formatted(item(key + 2, ""), faulty, item(key, "")))
        .body("data.status", contains(201, 400, 400, 201, 400))
        .body("data.id[0].value", contains(key + 2))
        .body("data.id[1].value", contains(key + 1))
        .body("data.id[2].value", contains(nullValue()))
        .body("data.id[3].value", contains(key))
        .body(
            "data[1].body",
            equalTo(
                "subscriber_ID: 12 characters, at most 9; issue_Date: not an ISO 8601 date-time,"
                    + " such as 2025-03-01T08:30:00Z"))
        .body("data[4].body", equalTo("grievance_Key: required"));
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL})
  void aLargeBatchIsAppliedWhole(String database, RunningServer server) {
    int count = RunningServer.MAX_ITEMS;
    String batch = new SampleGrievances(11).batch(keys(count), count).toString();
    put(server.to(database), batch)
        .body("data", hasSize(count))
        .body("data.status", everyItem(is(201)));
    put(server.to(database), batch).body("data.status", everyItem(is(200)));
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL})
  void anAtomicBatchWithAFaultyItemAppliesNothing(String database, RunningServer server) {
    int key = keys(2);
    String batch =
        "[" + item(key, "") + "," + item(key + 1, ",\"member_Seq\":7") + "," + item(key, "") + "]";
    put(server.to(database).queryParam("atomic", "true"), batch)
        .statusCode(207)
        .body("data.status", contains(424, 400, 424))
        .body("data[0].body", equalTo("Not applied: item 1 failed"))
        .body("data[1].body", equalTo("member_Seq: not a text"));
    put(server.to(database), "[" + item(key, "") + "]").body("data[0].status", equalTo(201));
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL})
  void anAtomicBatchWithoutFaultsIsApplied(String database, RunningServer server) {
    int key = keys(1);
    put(server.to(database).queryParam("atomic", "true"), "[" + item(key, "") + "]")
        .body("data.status", contains(201));
    put(server.to(database), "[" + item(key, "") + "]").body("data.status", contains(200));
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL})
  void aDryRunAnswersWhatWouldHaveBeenAndKeepsNothing(String database, RunningServer server) {
    int key = keys(1);
    String batch = "[" + item(key, "") + "," + item(key, "") + ",7]";
    for (int run = 0; run < 2; run++) {
      put(server.to(database).queryParam("dryRun", "true"), batch)
          .body("data.status", contains(201, 200, 400));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL})
  void unknownMembersAreIgnoredUnlessHandledStrictly(String database, RunningServer server) {
    String batch = "[" + item(keys(1), ",\"severity\":{\"level\":[1]}") + "]";
    put(server.to(database), batch).body("data.status", contains(201));
    put(server.to(database).header("Prefer", "respond-async, handling=strict"), batch)
        .statusCode(207)
        .header("Preference-Applied", "handling=strict")
        .body("data[0].status", equalTo(400))
        .body("data[0].body", equalTo("severity: unknown member"));
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL})
  void anEmptyBatchHasAnEmptyAnswer(String database, RunningServer server) {
    put(server.to(database), "[]").statusCode(207).body("data", empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL})
  void aGzipBodyIsUnpacked(String database, RunningServer server) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(("[" + item(keys(1), "") + "]").getBytes(StandardCharsets.UTF_8));
    }
    server
        .to(database)
        .header("Content-Encoding", "gzip")
        .body(packed.toByteArray())
        .put(RunningServer.BATCH)
        .then()
        .body("data.status", contains(201));
  }

  /** Two gzip members are one body (RFC 1952, section 2.2), also when they arrive apart. */
  @ParameterizedTest
  @ValueSource(strings = {"gzip", "x-gzip"})
  void aGzipBodyOfSeveralMembersIsReadWhole(String encoding, RunningServer server)
      throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    for (String part : List.of("[" + item(keys(1), ""), "," + item(keys(1), "") + "]")) {
      try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
        gzip.write(part.getBytes(StandardCharsets.UTF_8));
      }
    }
    server
        .to(DERBY)
        .header("Content-Encoding", encoding)
        .body(new ByteArrayInputStream(packed.toByteArray()))
        .put(RunningServer.BATCH)
        .then()
        .body("data.status", contains(201, 201));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "handling=strict                    | 400",
        "HANDLING = \"strict\"; x=y          | 400",
        "respond-async, handling=strict     | 400",
        "handling=lenient, handling=strict  | 201",
        "foo=\"a, handling=strict\"          | 201",
        "hand ling=strict                   | 201",
        "handling                           | 201",
      })
  void preferencesAreReadAsTheyAreWritten(String prefer, int status, RunningServer server) {
    put(server.to(DERBY).header("Prefer", prefer), "[" + item(keys(1), ",\"severity\":1") + "]")
        .body("data.status", contains(status));
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/json", "application/vnd.plan+json"})
  void eachJsonMediaTypeIsTaken(String type, RunningServer server) {
    put(server.to(DERBY).contentType(type), "[" + item(keys(1), "") + "]")
        .body("data.status", contains(201));
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/json", "text/plain"})
  void eachMediaTypeHoldsTheSameJson(String type, RunningServer server) {
    put(server.to(DERBY).accept(type), "[7]")
        .contentType(startsWith(type))
        .body(
            startsWith(
                "{\"data\":[{\"id\":[{\"key\":\"grievance_Key\",\"value\":null}],\"status\":400,"));
  }

  /** More items than are put by one statement, so that the batches meet in every order. */
  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL})
  void concurrentBatchesWithTheSameKeysNeverFail(String database, RunningServer server) {
    int count = 2_500;
    int key = keys(count);
    String up = batch(IntStream.range(0, count).map(i -> key + i));
    String down = batch(IntStream.range(0, count).map(i -> key + count - 1 - i));
    int created =
        Stream.of(up, down, up, down, up, down)
            .parallel()
            .mapToInt(batch -> created(server.to(database), batch))
            .sum();
    assertEquals(count, created);
  }

  private static String batch(IntStream keys) {
    return keys.mapToObj(key -> item(key, ",\"issue\":\"x\"")).collect(joining(",", "[", "]"));
  }

  private static int created(RequestSpecification request, String batch) {
    List<Integer> statuses =
        put(request, batch)
            .statusCode(207)
            .body("data.status", everyItem(oneOf(200, 201)))
            .extract()
            .path("data.status");
    return Collections.frequency(statuses, 201);
  }
}
