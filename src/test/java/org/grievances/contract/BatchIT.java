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
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests {@code PUT /grievances-batch}: each item gets its own status, with the same results on
 * Derby and PostgreSQL.
 */
@ExtendWith(RunningServer.Resolver.class)
class BatchIT {
  private static final AtomicInteger KEYS = new AtomicInteger(-21_000_000);
  private static final String DERBY = "alpha";

  /** A Derby database whose data source is added by a configuration file. */
  private static final String ADDED_DERBY = "gamma";

  private static final String POSTGRESQL = "delta";
  private static final String SPREAD = "spread";
  private static final String PARTITIONED = "partitioned";

  /** Reserves keys that no other test uses, and returns the first of them. */
  private static int reserveKeys(int count) {
    return KEYS.getAndAdd(count);
  }

  private static ValidatableResponse put(RequestSpecification request, String body) {
    return request.body(body).put(RunningServer.BATCH).then();
  }

  private static String item(int key, String members) {
    return "{\"grievance_Key\":" + key + members + "}";
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, ADDED_DERBY, POSTGRESQL, SPREAD, PARTITIONED})
  void aNewKeyIsCreatedAndAnExistingKeyIsUpdated(String database, RunningServer server) {
    int key = reserveKeys(1);
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
  @ValueSource(strings = {DERBY, POSTGRESQL, SPREAD, PARTITIONED})
  void theSameKeyCanBeCreatedInEachDatabase(String database, RunningServer server) {
    int key = reserveKeys(1);
    put(server.to("beta"), "[" + item(key, "") + "]").body("data[0].status", equalTo(201));
    put(server.to(database), "[" + item(key, "") + "]").body("data[0].status", equalTo(201));
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL, SPREAD, PARTITIONED})
  void aKeySentTwiceInOneBatchIsCreatedThenUpdated(String database, RunningServer server) {
    int key = reserveKeys(1);
    put(server.to(database), "[" + item(key, "") + "," + item(key, ",\"issue\":\"b\"") + "]")
        .body("data.status", contains(201, 200));
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL, SPREAD, PARTITIONED})
  void resultsAreInTheOrderOfTheItems(String database, RunningServer server) {
    int key = reserveKeys(3);
    String invalid = item(key + 1, ",\"subscriber_ID\":\"123456789012\",\"issue_Date\":\"soon\"");
    put(
            server.to(database),
            "[%s,%s,\"text\",%s,{}]".formatted(item(key + 2, ""), invalid, item(key, "")))
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
  @ValueSource(strings = {DERBY, POSTGRESQL, SPREAD, PARTITIONED})
  void aBatchOfTheMaximumSizeIsApplied(String database, RunningServer server) {
    int count = RunningServer.MAX_ITEMS;
    String batch = new SampleGrievances(11).batch(reserveKeys(count), count).toString();
    put(server.to(database), batch)
        .body("data", hasSize(count))
        .body("data.status", everyItem(is(201)));
    put(server.to(database), batch).body("data.status", everyItem(is(200)));
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL, SPREAD, PARTITIONED})
  void anAtomicBatchWithAnInvalidItemChangesNothing(String database, RunningServer server) {
    int key = reserveKeys(2);
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
  @ValueSource(strings = {DERBY, POSTGRESQL, SPREAD, PARTITIONED})
  void anAtomicBatchOfValidItemsIsApplied(String database, RunningServer server) {
    int key = reserveKeys(1);
    put(server.to(database).queryParam("atomic", "true"), "[" + item(key, "") + "]")
        .body("data.status", contains(201));
    put(server.to(database), "[" + item(key, "") + "]").body("data.status", contains(200));
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL, SPREAD, PARTITIONED})
  void aDryRunReturnsTheStatusesButStoresNothing(String database, RunningServer server) {
    int key = reserveKeys(1);
    String batch = "[" + item(key, "") + "," + item(key, "") + ",7]";
    for (int run = 0; run < 2; run++) {
      put(server.to(database).queryParam("dryRun", "true"), batch)
          .header("dry-run", "true")
          .body("data.status", contains(201, 200, 400))
          .body("data[0].body", equalTo("Would be created"))
          .body("data[1].body", equalTo("Would be updated"));
    }
    put(server.to(database), "[" + item(key, "") + "]")
        .header("dry-run", nullValue())
        .body("data[0].body", equalTo("Created"));
    assertEquals(
        "item,grievance_Key,status,body\r\n0,%d,200,Would be deleted\r\n".formatted(key),
        server
            .to(database)
            .accept("text/csv")
            .body("[" + item(key, "") + "]")
            .delete(RunningServer.BATCH + "?dryRun=true&atomic=true")
            .then()
            .header("dry-run", "true")
            .extract()
            .asString());
    server.to(database).get("/vbasoftware/grievances/" + key).then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL, SPREAD, PARTITIONED})
  void unknownMembersAreRefusedOnlyWithHandlingStrict(String database, RunningServer server) {
    String batch = "[" + item(reserveKeys(1), ",\"severity\":{\"level\":[1]}") + "]";
    put(server.to(database), batch).body("data.status", contains(201));
    put(server.to(database).header("Prefer", "wait=10, handling=strict"), batch)
        .statusCode(207)
        .header("Preference-Applied", "handling=strict")
        .body("data[0].status", equalTo(400))
        .body("data[0].body", equalTo("severity: unknown member"));
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL, SPREAD, PARTITIONED})
  void anEmptyBatchReturnsNoResults(String database, RunningServer server) {
    put(server.to(database), "[]").statusCode(207).body("data", empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL, SPREAD, PARTITIONED})
  void aGzipBodyIsDecompressed(String database, RunningServer server) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(("[" + item(reserveKeys(1), "") + "]").getBytes(StandardCharsets.UTF_8));
    }
    server
        .to(database)
        .header("Content-Encoding", "gzip")
        .body(compressed.toByteArray())
        .put(RunningServer.BATCH)
        .then()
        .body("data.status", contains(201));
  }

  /** A gzip body may have several members (RFC 1952, section 2.2), even in separate chunks. */
  @ParameterizedTest
  @ValueSource(strings = {"gzip", "x-gzip"})
  void allMembersOfAGzipBodyAreRead(String encoding, RunningServer server) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    for (String part :
        List.of("[" + item(reserveKeys(1), ""), "," + item(reserveKeys(1), "") + "]")) {
      try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
        gzip.write(part.getBytes(StandardCharsets.UTF_8));
      }
    }
    server
        .to(DERBY)
        .header("Content-Encoding", encoding)
        .body(new ByteArrayInputStream(compressed.toByteArray()))
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
        "wait=10, handling=strict           | 400",
        "handling=lenient, handling=strict  | 201",
        "foo=\"a, handling=strict\"          | 201",
        "hand ling=strict                   | 201",
        "handling                           | 201",
      })
  void thePreferHeaderIsParsed(String prefer, int status, RunningServer server) {
    put(
            server.to(DERBY).header("Prefer", prefer),
            "[" + item(reserveKeys(1), ",\"severity\":1") + "]")
        .body("data.status", contains(status));
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/json", "application/vnd.plan+json"})
  void eachJsonMediaTypeIsAccepted(String type, RunningServer server) {
    put(server.to(DERBY).contentType(type), "[" + item(reserveKeys(1), "") + "]")
        .body("data.status", contains(201));
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/json", "text/plain"})
  void theResponseIsJsonInEachAcceptedMediaType(String type, RunningServer server) {
    put(server.to(DERBY).accept(type), "[7]")
        .contentType(startsWith(type))
        .body(
            startsWith(
                "{\"data\":[{\"id\":[{\"key\":\"grievance_Key\",\"value\":null}],\"status\":400,"));
  }

  /** Each batch needs several SQL statements, so that the statements of the batches interleave. */
  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL, SPREAD, PARTITIONED})
  @ResourceLock(value = RunningServer.DEADLOCK_TIMEOUT, mode = ResourceAccessMode.READ)
  void concurrentBatchesWithTheSameKeysNeverFail(String database, RunningServer server) {
    int count = 2_500;
    int key = reserveKeys(count);
    String ascending = batch(IntStream.range(0, count).map(i -> key + i));
    String descending = batch(IntStream.range(0, count).map(i -> key + count - 1 - i));
    int created =
        Stream.of(ascending, descending, ascending, descending, ascending, descending)
            .parallel()
            .mapToInt(batch -> putAndCountCreated(server.to(database), batch))
            .sum();
    assertEquals(count, created);
  }

  private static String batch(IntStream keys) {
    return keys.mapToObj(key -> item(key, ",\"issue\":\"x\"")).collect(joining(",", "[", "]"));
  }

  /** Puts a batch and returns how many of its items were created. */
  private static int putAndCountCreated(RequestSpecification request, String batch) {
    List<Integer> statuses =
        put(request, batch)
            .statusCode(207)
            .body("data.status", everyItem(oneOf(200, 201)))
            .extract()
            .path("data.status");
    return Collections.frequency(statuses, 201);
  }
}
