package org.grievances.contract;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.grievances.csv.FormulaGuard;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the service writes as CSV, no spreadsheet runs it, and it can be sent again. */
@ExtendWith(RunningServer.Resolver.class)
@ResourceLock("jobs of the client")
class FormulaGuardIT {
  private static final String CSV = "text/csv";
  private static final String GUARDED = "text/csv;charset=UTF-8;guarded=true";
  private static final String NDJSON = "application/x-ndjson";
  private static final String GRIEVANCES = "/vbasoftware/grievances";
  private static final String EXPORT = GRIEVANCES + "/export";
  private static final String JOBS = "/vbasoftware/jobs/";
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final AtomicInteger NEXT_KEYS = new AtomicInteger(-1_888_000);

  /** Texts that spreadsheets run, or that look guarded already, and ordinary ones. */
  private static final List<String> TEXTS =
      List.of(
          "=1+1",
          "'=1+1",
          "@SUM(A1)",
          "\t=1",
          "\rx",
          "\nx",
          " \uFEFF=1",
          "\uFF1D1+1",
          "\"=1",
          "Called; - left a message",
          "Called;=1+1;x",
          "a\r\n=1+1",
          "'quoted'; 'speech'",
          "-5",
          "plain");

  private final int first = NEXT_KEYS.getAndAdd(100);

  private static String quoted(String text) {
    return "\"" + text.replace("\"", "\"\"") + "\"";
  }

  /** A row for each text. */
  private String csv(String header, String end) {
    return IntStream.range(0, TEXTS.size())
        .mapToObj(index -> (first + index) + "," + quoted(TEXTS.get(index)) + end)
        .collect(Collectors.joining("\r\n", header + "\r\n", "\r\n"));
  }

  private RequestSpecification ours(RunningServer server, String database) {
    return server
        .to(database)
        .queryParam("keyFrom", first)
        .queryParam("keyTo", first + TEXTS.size());
  }

  private List<String> issues(RunningServer server, String database) {
    return ours(server, database)
        .queryParam("sortBy", "grievance_Key")
        .get(GRIEVANCES)
        .then()
        .statusCode(200)
        .extract()
        .path("data.issue");
  }

  private void empty(RunningServer server, String database) {
    server.putBatch(database, CSV, csv("grievance_Key,unknown", "")).then().statusCode(207);
    assertEquals(TEXTS.stream().map(text -> null).toList(), issues(server, database));
  }

  /** A client has one export of a database at a time, and other tests export too. */
  private static Response read(RequestSpecification request, String path) {
    return path.equals(EXPORT)
        ? await("the client's turn")
            .atMost(Duration.ofMinutes(2))
            .until(() -> request.get(path), response -> response.statusCode() != 503)
        : request.get(path);
  }

  /** The texts as they are in CSV. */
  private static List<String> issues(Response csv) throws IOException {
    csv.then().statusCode(200);
    try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(csv.asString())) {
      return rows.stream().map(row -> row.getField("issue")).toList();
    }
  }

  private static void assertIsGuarded(Response csv) throws IOException {
    assertEquals(GUARDED, csv.contentType());
    assertEquals(TEXTS.stream().map(FormulaGuard::guard).toList(), issues(csv));
  }

  private static void assertIsRaw(Response csv) throws IOException {
    assertEquals("text/csv;charset=UTF-8;raw=true", csv.contentType());
    assertEquals(TEXTS, issues(csv));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta"})
  void listsAndExportsAreGuardedAndCanBeSentBack(String database, RunningServer server)
      throws IOException {
    server.putBatch(database, CSV, csv("grievance_Key,issue", "")).then().statusCode(207);
    assertEquals(TEXTS, issues(server, database));

    for (String path : List.of(GRIEVANCES, EXPORT)) {
      Response guarded = read(ours(server, database).accept(CSV), path);
      Response raw = read(ours(server, database).accept(CSV).queryParam("raw", true), path);

      assertIsGuarded(guarded);
      assertIsRaw(raw);
      for (Response each : List.of(guarded, raw)) {
        empty(server, database);
        server.putBatch(database, each.contentType(), each.asString()).then().statusCode(207);
        assertEquals(TEXTS, issues(server, database));
      }
    }
  }

  /** Clients that know nothing of it send what they mean. */
  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta"})
  void apostrophesAreOnlyTakenOffWhereTheTypeSaysSo(String database, RunningServer server) {
    String csv = "grievance_Key,issue\n%d,'=1+1\n".formatted(first);

    server.putBatch(database, CSV, csv).then().statusCode(207);
    assertEquals(List.of("'=1+1"), issues(server, database));
    server.putBatch(database, CSV + "; guarded=false", csv).then().statusCode(207);
    assertEquals(List.of("'=1+1"), issues(server, database));
    server.putBatch(database, CSV + "; charset=utf-8; guarded=true", csv).then().statusCode(207);
    assertEquals(List.of("=1+1"), issues(server, database));
    server
        .putBatch(database, CSV + "; guarded=maybe", csv)
        .then()
        .statusCode(400)
        .body("error.detail", equalTo("The parameter guarded must be true or false."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "respond-async"})
  void guardedBodyIsAnotherRequestThanTheSameThatIsNot(String preference, RunningServer server) {
    String key = UUID.randomUUID().toString();
    String csv = "grievance_Key,issue\n%d,'=1+1\n".formatted(first);
    int applied = preference.isEmpty() ? 207 : 202;

    assertEquals(applied, keyed(server, key, CSV, preference, csv));
    assertEquals(applied, keyed(server, key, CSV, preference, csv));
    assertEquals(422, keyed(server, key, GUARDED, preference, csv));
  }

  private static int keyed(
      RunningServer server, String key, String type, String preference, String csv) {
    return server
        .sending("delta", type)
        .header("Idempotency-Key", key)
        .header("Prefer", preference)
        .body(csv)
        .put(RunningServer.BATCH)
        .statusCode();
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta"})
  void outcomesOfABatchAreGuarded(String database, RunningServer server) {
    String lines = "{\"grievance_Key\":%d,\"=cmd\":1}\n".formatted(first);

    assertEquals(
        "item,grievance_Key,status,body\r\n0,%d,400,'=cmd: unknown member\r\n".formatted(first),
        strict(server, database, "", lines));
    assertEquals(
        "item,grievance_Key,status,body\r\n0,%d,400,=cmd: unknown member\r\n".formatted(first),
        strict(server, database, "?raw=true", lines));
  }

  private static String strict(RunningServer server, String database, String query, String lines) {
    return server
        .sending(database, NDJSON)
        .header("Prefer", "handling=strict")
        .accept(CSV)
        .body(lines.getBytes(StandardCharsets.UTF_8))
        .put(RunningServer.BATCH + query)
        .then()
        .statusCode(207)
        .extract()
        .asString();
  }

  /** A parameter that is wrong must not be found after the batch was applied. */
  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta"})
  void batchWithAWrongParameterIsNotApplied(String database, RunningServer server) {
    server
        .sending(database, CSV)
        .accept(CSV)
        .body("grievance_Key\n" + first)
        .put(RunningServer.BATCH + "?raw=maybe")
        .then()
        .statusCode(400);
    server.to(database).get(GRIEVANCES + "/" + first).then().statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta"})
  void failedRowsOfAJobAreGuardedAndCanBeMendedAndSentAgain(String database, RunningServer server)
      throws IOException {
    String id = run(server, database, CSV, csv("grievance_Key,issue,=cmd,issue_Date", ",=2,soon"));

    Response guarded = failed(server, database, id, CSV, "");
    Response raw = failed(server, database, id, CSV, "?raw=true");

    assertIsGuarded(guarded);
    assertTrue(
        guarded.asString().startsWith("grievance_Key,issue,'=cmd,issue_Date,line,status,body"));
    assertTrue(guarded.asString().contains(",'=2,soon,2,400,"), guarded.asString());
    assertIsRaw(raw);
    assertTrue(
        raw.asString().startsWith("grievance_Key,issue,=cmd,issue_Date,line,status,body\r\n"));
    failed(server, database, id, NDJSON, "")
        .then()
        .contentType(containsString(NDJSON))
        .body(containsString("\"issue\":\"=1+1\",\"=cmd\":\"=2\",\"issue_Date\":\"soon\""));
    for (Response each : List.of(guarded, raw)) {
      empty(server, database);
      String corrected = each.asString().replace(",soon,", ",2025-03-01,");
      run(server, database, each.contentType(), corrected);
      assertEquals(TEXTS, issues(server, database));
    }
  }

  /** A spreadsheet that does not split at commas would run both cells as one formula. */
  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta"})
  void textAfterANegativeKeyIsQuoted(String database, RunningServer server) {
    String row = first + ",5+cmd,plain";

    String id = run(server, database, CSV, "grievance_Key,issue,resolution\n" + row + "\n");

    String guarded = server.to(database).accept(CSV).get(JOBS + id + "/succeeded").asString();
    assertTrue(guarded.contains("\r\n" + first + ",\"5+cmd\",plain,"), guarded);
    String raw = server.to(database).accept(CSV).get(JOBS + id + "/succeeded?raw=true").asString();
    assertTrue(raw.contains("\r\n" + row + ","), raw);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta"})
  void rowsThatAJobAppliedAreGuarded(String database, RunningServer server) throws IOException {
    String id = run(server, database, CSV, csv("grievance_Key,issue", ""));

    assertIsGuarded(server.to(database).accept(CSV).get(JOBS + id + "/succeeded"));
  }

  private static Response failed(
      RunningServer server, String database, String id, String type, String query) {
    Response failed = server.to(database).accept(type).get(JOBS + id + "/failed" + query);
    failed.then().statusCode(200).header("X-Total-Count", Integer.toString(TEXTS.size()));
    return failed;
  }

  /** The id of a job that has ended. */
  private static String run(RunningServer server, String database, String type, String body) {
    String id =
        server
            .sending(database, type)
            .header("Prefer", "respond-async")
            .body(body.getBytes(StandardCharsets.UTF_8))
            .put(RunningServer.BATCH)
            .then()
            .statusCode(202)
            .extract()
            .path("data.id");
    await("the end of the job")
        .atMost(TIMEOUT)
        .until(
            () -> server.to(database).get(JOBS + id).path("data.state"),
            state -> state.equals("Completed"));
    return id;
  }
}
