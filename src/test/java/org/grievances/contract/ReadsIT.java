package org.grievances.contract;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.grievances.server.RunningServer;
import org.grievances.server.Secrets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each answer that shows grievances is recorded with who got it, in the database that has them. */
@ExtendWith(RunningServer.Resolver.class)
@ResourceLock("jobs of the client")
class ReadsIT {
  private static final String BASE = "/vbasoftware/";
  private static final String RECORDS = BASE + "grievances";
  private static final String READS = BASE + "reads";
  private static final String ADMIN = "grievance-admin";
  private static final AtomicInteger KEYS = new AtomicInteger(-61_000_000);

  /** More than have their keys in one row. */
  private static final int MANY = 1_200;

  /** Operations whose answers show grievances. */
  private static final Set<String> RECORDED =
      Set.of(
          "createEventAttachment",
          "createGrievance",
          "createGrievanceEvent",
          "createNoteData",
          "exportGrievance",
          "fileGrievance",
          "getEventAttachment",
          "getGrievance",
          "getGrievanceCase",
          "getGrievanceEvent",
          "getGrievanceFiling",
          "getGrievanceStatistics",
          "getReport",
          "getNoteData",
          "listDeadline",
          "listEventAttachment",
          "listFailedOfJob",
          "listGrievance",
          "listGrievanceChange",
          "listGrievanceEvent",
          "listGrievanceHistory",
          "listGrievanceRead",
          "listNoteData",
          "listRead",
          "listReportGrievance",
          "listSucceededOfJob",
          "listUnprocessedOfJob",
          "patchGrievance",
          "patchGrievanceCase",
          "restoreGrievance",
          "strikeOutGrievanceEvent",
          "updateGrievance",
          "updateGrievanceCase",
          "updateGrievanceFiling",
          "updateNoteData");

  /** Operations whose answers show none, besides those for lists of codes. */
  private static final Set<String> UNRECORDED =
      Set.of(
          "beginConsoleSession",
          "cancelJob",
          "createBatchGrievance",
          "createBatchGrievanceEvent",
          "createGrievanceCaseJob",
          "createGrievanceEventJob",
          "createGrievanceJob",
          "createWebhook",
          "deleteBatchGrievance",
          "deleteGrievance",
          "deleteBatchReportCode",
          "deleteLoadProfile",
          "deleteReportLayout",
          "deleteNoteData",
          "deleteWebhook",
          "endConsoleSession",
          "endUserSessions",
          "getConsoleSession",
          "getJob",
          "getLoadProfile",
          "getReportLayout",
          "getWebhook",
          "listClient",
          "listDatabase",
          "listDeadlineRule",
          "listJob",
          "listLoadProfile",
          "listReport",
          "listReportCode",
          "listReportLayout",
          "listUserSession",
          "listWebhook",
          "listWebhookDelivery",
          "logout",
          "resendWebhookDelivery",
          "testWebhook",
          "undoJob",
          "updateBatchGrievance",
          "updateBatchGrievanceCase",
          "updateBatchReportCode",
          "updateLoadProfile",
          "updateReportLayout",
          "updateWebhook",
          "userAuthentication",
          "userRefreshTokens");

  private static final Pattern OF_CODES =
      Pattern.compile("[a-z]+(Batch)?Grievance(Category|Status|([A-Z][a-z]+)*Type)(Job)?");

  private final int key = KEYS.addAndGet(10_000);
  private final String record = RECORDS + "/" + key;
  private final String user = "reader-" + UUID.randomUUID();

  /**
   * A request of this user.
   *
   * @param operation as it is recorded; null if it shows no grievance
   * @param keys that are recorded
   */
  private record Read(
      Function<RequestSpecification, Response> request, String operation, List<Integer> keys) {}

  private RequestSpecification as(String reader, RunningServer server, String database) {
    try {
      String token = server.secrets().sign(Secrets.claims(reader, ADMIN).build());
      return server
          .credentials(server.secrets().apiKey(), token)
          .header("vbasoftware-database", database)
          .contentType("application/json");
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private RequestSpecification asUser(RunningServer server, String database) {
    return as(user, server, database);
  }

  private Response reads(RunningServer server, String database, String query) {
    return server.to(database, ADMIN).get(READS + "?user=" + user + query);
  }

  private void create(RunningServer server, String database) {
    String items =
        "[{\"grievance_Key\":%d,\"issue\":\"one\",\"subscriber_ID\":\"S%d\"},{\"grievance_Key\":%d,\"issue\":\"two\"}]"
            .formatted(key, -key % 100_000, key + 1);
    server.to(database).body(items).put(RunningServer.BATCH).then().statusCode(207);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void eachAnswerWithGrievancesIsRecorded(String database, RunningServer server) {
    create(server, database);
    String both = "?keyFrom=" + key + "&keyTo=" + (key + 2);
    List<Integer> one = List.of(key);
    List<Integer> two = List.of(key, key + 1);
    String etag = server.to(database).get(record).header("ETag");
    String idempotencyKey = UUID.randomUUID().toString();
    String filed = "{\"grievance_Key\":%d,\"issue\":\"new\"}".formatted(key + 2);
    String merge = "application/merge-patch+json";
    String place = ChangesFollower.now(server, database).place();
    Map<String, Read> reads = new LinkedHashMap<>();
    reads.put("one", new Read(r -> r.get(record), "one", one));
    reads.put("head", new Read(r -> r.head(record), "one", one));
    reads.put("304", new Read(r -> r.header("If-None-Match", etag).get(record), "one", one));
    reads.put("missing", new Read(r -> r.get(RECORDS + "/" + (key + 9)), null, null));
    reads.put("list", new Read(r -> r.get(RECORDS + both), "list", two));
    reads.put(
        "csv",
        new Read(r -> r.accept("text/csv").get(RECORDS + both + "&fields=issue"), "list", two));
    reads.put("empty", new Read(r -> r.get(RECORDS + "?keyFrom=7&keyTo=7"), null, null));
    reads.put("count", new Read(r -> r.get(RECORDS + both + "&page=9"), null, null));
    reads.put("codes", new Read(r -> r.get(BASE + "grievance-statuses"), null, null));
    reads.put("history", new Read(r -> r.get(record + "/history"), "history", one));
    reads.put("filing", new Read(r -> r.get(record + "/filing"), "one", one));
    reads.put("case", new Read(r -> r.get(record + "/case"), "one", one));
    reads.put(
        "statistics", new Read(r -> r.get(BASE + "grievance-statistics"), "statistics", List.of()));
    reads.put(
        "report", new Read(r -> r.get(BASE + "reports/mcpar?year=1950"), "statistics", List.of()));
    reads.put("reads", new Read(r -> r.get(READS + "?user=nobody"), "reads", List.of()));
    reads.put("reads of one", new Read(r -> r.get(record + "/reads"), "reads", List.of()));
    reads.put("batch", new Read(r -> r.body("[]").put(RunningServer.BATCH), null, null));
    for (String time : List.of("first", "again")) {
      reads.put(
          "post " + time,
          new Read(
              r -> r.header("Idempotency-Key", idempotencyKey).body(filed).post(RECORDS),
              "one",
              List.of(key + 2)));
    }
    reads.put("put", new Read(r -> r.body("{\"issue\":\"x\"}").put(record), "one", one));
    reads.put(
        "patch",
        new Read(r -> r.contentType(merge).body("{\"issue\":\"y\"}").patch(record), "one", one));
    reads.put(
        "put filing",
        new Read(r -> r.body("{\"auth_Number\":\"A\"}").put(record + "/filing"), "one", one));
    reads.put(
        "put case", new Read(r -> r.body("{\"queue\":\"A\"}").put(record + "/case"), "one", one));
    reads.put(
        "patch case",
        new Read(
            r -> r.contentType(merge).body("{\"queue\":\"B\"}").patch(record + "/case"),
            "one",
            one));
    String call = "{\"kind\":\"CALL\",\"at\":\"2026-03-01\"}";
    String events = record + "/events";
    String event = server.to(database).body(call).post(events).header("Location");
    reads.put("post event", new Read(r -> r.body(call).post(events), "one", one));
    reads.put("events", new Read(r -> r.get(events), "list", one));
    reads.put("event", new Read(r -> r.get(event), "one", one));
    String notes = BASE + "note-data";
    String ofRecord = "?noteCategory=GRIEV&columnName1=grievance_key&keyValue1=" + key;
    String text = "{\"note_Alert\":false}";
    String note = server.to(database).body(text).post(notes + ofRecord).header("Location");
    reads.put("post note", new Read(r -> r.body(text).post(notes + ofRecord), "one", one));
    reads.put("notes", new Read(r -> r.get(notes + ofRecord), "list", one));
    reads.put("note", new Read(r -> r.get(note), "one", one));
    reads.put("put note", new Read(r -> r.body(text).put(note), "one", one));
    reads.put("delete note", new Read(r -> r.delete(note), null, null));
    String files = event + "/attachments";
    String disposition = "attachment; filename=\"note.txt\"";
    String file =
        server
            .to(database)
            .header("Content-Disposition", disposition)
            .body("text")
            .post(files)
            .header("Location");
    reads.put(
        "post file",
        new Read(
            r -> r.header("Content-Disposition", disposition).body("text").post(files),
            "one",
            one));
    reads.put("files", new Read(r -> r.get(files), "list", one));
    reads.put("file", new Read(r -> r.get(file), "one", one));
    reads.put("strike out", new Read(r -> r.delete(event + "?reason=x"), "one", one));
    reads.put("delete", new Read(r -> r.delete(RECORDS + "/" + (key + 2)), null, null));
    reads.put(
        "restore",
        new Read(r -> r.post(RECORDS + "/" + (key + 2) + "/restore"), "one", List.of(key + 2)));
    reads.put(
        "changes",
        new Read(
            r -> r.get(RECORDS + "/changes?limit=1000&after=" + place),
            "changes",
            List.of(key, key + 2)));
    reads.forEach((name, read) -> assertRecorded(name, read, database, server));
  }

  private void assertRecorded(String name, Read read, String database, RunningServer server) {
    Response response = read.request().apply(asUser(server, database));
    assertTrue(response.statusCode() < 405, name + " " + response.asString());
    String activity = response.header("activity-id");
    List<Map<String, Object>> rows =
        reads(server, database, "").<List<Map<String, Object>>>path("data").stream()
            .filter(row -> row.get("activityID").equals(activity))
            .toList();
    assertEquals(read.operation() == null ? 0 : 1, rows.size(), name);
    if (read.operation() != null) {
      Map<String, Object> row = rows.get(0);
      assertEquals(read.operation(), row.get("operation"), name);
      @SuppressWarnings("unchecked")
      Set<Integer> keys = new HashSet<>((List<Integer>) row.get("keys"));
      assertTrue(keys.containsAll(read.keys()), name + " " + row);
      if (!name.equals("changes")) {
        assertEquals(new HashSet<>(read.keys()), keys, name);
        assertEquals(keys.size(), row.get("count"), name);
      }
      assertEquals(user, row.get("user"), name);
      assertEquals("everywhere", row.get("client"), name);
      assertEquals("127.0.0.1", row.get("address"), name);
      assertNull(row.get("firstKey"), name);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void filtersOfAReadAreRecordedAndFound(String database, RunningServer server) {
    create(server, database);
    String query = "keyFrom=" + key + "&keyTo=" + (key + 2) + "&pageSize=1";
    asUser(server, database).get(RECORDS + "?" + query).then().statusCode(200);
    asUser(server, database).get(record).then().statusCode(200);
    asUser(server, database).get(RECORDS + "/" + (key + 1)).then().statusCode(200);

    List<Map<String, Object>> rows = reads(server, database, "").path("data");
    assertEquals(List.of("one", "one", "list"), values(rows, "operation"));
    Set<String> recorded = Set.of(rows.get(2).get("filters").toString().split("&"));
    assertEquals(Set.of(query.split("&")), recorded);
    assertEquals(List.of(key), rows.get(2).get("keys"));

    reads(server, database, "&grievance_Key=" + key)
        .then()
        .body("data.operation", equalTo(List.of("one", "list")));
    reads(server, database, "&operation=one").then().body("data", hasSize(2));
    reads(server, database, "&operation.not=one").then().body("data", hasSize(1));
    reads(server, database, "&client=nobody").then().body("data", hasSize(0));
    String last = rows.get(0).get("at").toString();
    reads(server, database, "&from=" + last).then().body("data", hasSize(1));
    reads(server, database, "&to=" + last).then().body("data", hasSize(2));
    Response one = server.to(database, ADMIN).get(record + "/reads?user=" + user);
    assertEquals(List.of("one", "list"), values(one.path("data"), "operation"));
    server
        .to(database, ADMIN)
        .accept("text/csv")
        .get(READS + "?fields=operation,keys&user=" + user)
        .then()
        .body(containsString("operation,keys"))
        .body(containsString("one,"));
  }

  private static List<Object> values(List<Map<String, Object>> rows, String member) {
    return rows.stream().map(row -> row.get(member)).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void linksLeadToAllReadsTheLatestFirst(String database, RunningServer server) {
    create(server, database);
    for (int time = 0; time < 7; time++) {
      asUser(server, database).get(record).then().statusCode(200);
    }
    String next = READS + "?pageSize=3&user=" + user + "&from=2020-01-01T00:00:00Z";
    List<String> all = new ArrayList<>();
    while (next != null) {
      Response page = server.to(database, ADMIN).urlEncodingEnabled(false).get(next);
      page.then().statusCode(200);
      all.addAll(page.path("data.at"));
      String link = page.header("Link");
      next = link == null ? null : link.substring(1, link.indexOf('>'));
    }
    assertEquals(7, Set.copyOf(all).size());
    assertEquals(
        all.stream().sorted(Comparator.comparing(Instant::parse).reversed()).toList(), all);
  }

  /** A list has up to 1,000, so only exports and the items of jobs have more. */
  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void manyKeysAreRecordedAsARange(String database, RunningServer server) {
    String items =
        IntStream.range(0, MANY)
            .mapToObj(i -> "{\"grievance_Key\":%d,\"issue\":\"many\"}".formatted(key + 2 * i))
            .collect(Collectors.joining(",", "[", "]"));
    server.to(database).body(items).put(RunningServer.BATCH).then().statusCode(207);
    int last = key + 2 * (MANY - 1);
    String range = "keyFrom=" + key + "&keyTo=" + (last + 1);
    asUser(server, database)
        .get(RECORDS + "/export?fields=issue&" + range)
        .then()
        .statusCode(200)
        .header("X-Total-Count", Integer.toString(MANY));
    asUser(server, database)
        .get(RECORDS + "/export?keyFrom=" + key + "&keyTo=" + (key + 3))
        .then()
        .statusCode(200);

    List<Map<String, Object>> rows = reads(server, database, "").path("data");
    assertEquals(List.of("export", "export"), values(rows, "operation"));
    assertEquals(List.of(key, key + 2), rows.get(0).get("keys"));
    assertNull(rows.get(1).get("keys"));
    assertEquals(key, rows.get(1).get("firstKey"));
    assertEquals(last, rows.get(1).get("lastKey"));
    assertEquals(MANY, rows.get(1).get("count"));
    reads(server, database, "&grievance_Key=" + (key + 500)).then().body("data", hasSize(1));
    reads(server, database, "&grievance_Key=" + key).then().body("data", hasSize(2));
    reads(server, database, "&grievance_Key=" + (last + 1)).then().body("data", hasSize(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void itemsOfAJobAreRecorded(String database, RunningServer server) {
    String items =
        "[{\"grievance_Key\":%d,\"issue\":\"a\"},{\"grievance_Key\":%d,\"issue_Date\":\"never\"}]"
            .formatted(key, key + 1);
    String job =
        asUser(server, database).body(items).post(RunningServer.BATCH + "/jobs").header("Location");
    Awaitility.await()
        .until(
            () -> asUser(server, database).get(job).<String>path("data.state").equals("Completed"));
    asUser(server, database).get(job + "/succeeded").then().statusCode(200);
    asUser(server, database).get(job + "/failed").then().statusCode(200);

    List<Map<String, Object>> rows = reads(server, database, "").path("data");
    assertEquals(List.of("job-items", "job-items"), values(rows, "operation"));
    assertEquals(List.of(key + 1), rows.get(0).get("keys"));
    assertEquals(List.of(key), rows.get(1).get("keys"));
    assertTrue(rows.get(0).get("filters").toString().endsWith("&items=failed"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void deadlinesThatAreShownAreRecorded(String database, RunningServer server) {
    String item =
        "[{\"grievance_Key\":%d,\"issue\":\"due\",\"subscriber_ID\":\"D%d\",\"grievance_Received\":\"2025-01-02T03:04:05Z\"}]"
            .formatted(key, -key % 100_000);
    server.to(database).body(item).put(RunningServer.BATCH).then().statusCode(207);
    asUser(server, database)
        .get(BASE + "deadlines?subscriber_ID=D" + -key % 100_000)
        .then()
        .body("data.grievance.grievance_Key", equalTo(List.of(key)));
    reads(server, database, "")
        .then()
        .body("data.operation", equalTo(List.of("list")))
        .body("data[0].keys", hasItem(key));
  }

  /** Nobody else sees it: a database of one customer has no reads of another's. */
  @Test
  void readsAreInTheDatabaseOfTheirRecords(RunningServer server) {
    create(server, "delta");
    asUser(server, "delta").get(record).then().statusCode(200);
    reads(server, "alpha", "").then().body("data", hasSize(0));
    reads(server, "delta", "").then().body("data", hasSize(1));
    server.to("delta").get(READS).then().statusCode(403);
    server
        .to("delta", ADMIN)
        .get(RECORDS + "/seven/reads")
        .then()
        .statusCode(404)
        .body("error.type", containsString("record-unknown"));
    server.to("delta", ADMIN).get(READS + "?keys=7").then().statusCode(400);
    server
        .to("delta", ADMIN)
        .get(RECORDS + "?fields=keys")
        .then()
        .body("error.detail", not(containsString("read_keys")));
  }

  /** Fails when a new operation is in neither list. */
  @Test
  void everyOperationShowsGrievancesOrNone(RunningServer server) {
    Set<String> all =
        OpenApiDocumentIT.operations(OpenApiDocumentIT.document(server)).keySet().stream()
            .filter(id -> !OF_CODES.matcher(id).matches())
            .collect(Collectors.toSet());
    assertEquals(
        Stream.concat(RECORDED.stream(), UNRECORDED.stream()).collect(Collectors.toSet()), all);
  }
}
