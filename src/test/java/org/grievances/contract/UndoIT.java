package org.grievances.contract;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A job takes back what another one changed. */
@ExtendWith(RunningServer.Resolver.class)
@ResourceLock("jobs of the client")
class UndoIT {
  private static final String RECORDS = "/vbasoftware/grievances";
  private static final String JOBS = "/vbasoftware/jobs/";
  private static final AtomicInteger KEYS = new AtomicInteger(-1_700_000_000);

  /**
   * More than a part has, and more than a batch may have. Tests with so many use databases in which
   * no other test reads all changes.
   */
  private static final int MANY = 13_000;

  private final int key = KEYS.getAndAdd(100_000);

  private static String run(RunningServer server, String database, String action, String items) {
    Response job =
        server
            .to(database)
            .queryParam("action", action)
            .contentType("application/x-ndjson")
            .body(items.getBytes(StandardCharsets.UTF_8))
            .post(RunningServer.BATCH + "/jobs");
    assertEquals(202, job.statusCode(), job::asString);
    String id = job.path("data.id");
    JobsIT.end(server, database, id).body("data.state", equalTo("Completed"));
    return id;
  }

  private static Response undo(RunningServer server, String database, String job) {
    return server.to(database).post(JOBS + job + "/undo");
  }

  /** The id of the job that has undone another one. */
  private static String undone(RunningServer server, String database, String job) {
    Response response = undo(server, database, job);
    response
        .then()
        .statusCode(202)
        .body("data.action", equalTo("undo"))
        .body("data.undoes", equalTo(job));
    String id = response.path("data.id");
    assertEquals(JOBS + id, response.header("Location"));
    JobsIT.end(server, database, id).body("data.state", equalTo("Completed"));
    return id;
  }

  private String item(int offset, String members) {
    return "{\"grievance_Key\":%d%s}\n".formatted(key + offset, members);
  }

  private String record(int offset) {
    return RECORDS + "/" + (key + offset);
  }

  /** The members that no change sets by itself, those of the filing too. */
  private Map<String, Object> read(RunningServer server, String database, int offset) {
    Map<String, Object> read = new HashMap<>(server.to(database).get(record(offset)).path("data"));
    read.putAll(server.to(database).get(record(offset) + "/filing").path("data"));
    read.remove("update_Date");
    read.remove("update_User");
    return read;
  }

  private void file(RunningServer server, String database, int offset) {
    String filing = "{\"auth_Number\":\"A-1\",\"claim_Number\":7,\"user_ID\":\"U\"}";
    server.to(database).body(filing).put(record(offset) + "/filing").then().statusCode(200);
  }

  private static List<String> failed(RunningServer server, String database, String job) {
    return server
        .to(database)
        .accept("text/csv")
        .queryParam("raw", true)
        .get(JOBS + job + "/failed")
        .asString()
        .lines()
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread", "partitioned"})
  void recordsAreAsTheyWereUnlessTheyWereChangedSince(String database, RunningServer server) {
    String before = ",\"issue\":\"before 🏥\",\"entry_User\":\"first\",\"call_Key\":-5";
    run(server, database, "put", item(0, before) + item(1, before) + item(2, before));
    file(server, database, 0);
    Map<String, Object> first = read(server, database, 0);
    String job =
        run(
            server,
            database,
            "put",
            item(0, ",\"issue\":\"by the job\"")
                + item(1, ",\"issue\":\"by the job\"")
                + item(2, ",\"issue\":\"by the job\"")
                + item(3, ",\"issue\":\"created\"")
                + item(4, ",\"issue\":\"created\"")
                + item(5, ",\"issue_Date\":\"none\"")
                + item(0, ",\"issue\":\"by the job again\""));
    String later = "{\"issue\":\"changed since\"}";
    server.to(database).body(later).put(record(1)).then().statusCode(200);
    server.to(database).body(later).put(record(4)).then().statusCode(200);
    server.to(database).delete(record(2)).then().statusCode(204);

    String undo = undone(server, database, job);

    server
        .to(database)
        .get(JOBS + undo)
        .then()
        .body("data.items", equalTo(6))
        .body("data.read", equalTo(6))
        .body("data.reversed", equalTo(3))
        .body("data.kept", equalTo(3))
        .body("data.failed", equalTo(3))
        .body("data.updated", equalTo(0))
        .body("data.undoneBy", nullValue());
    server.to(database).get(JOBS + job).then().body("data.undoneBy", equalTo(undo));
    assertEquals(first, read(server, database, 0));
    String kept = ",412,Kept: the record was changed after the job";
    assertEquals(
        List.of("grievance_Key,status,body", (key + 1) + kept, (key + 2) + kept, (key + 4) + kept),
        failed(server, database, undo));
    server.to(database).get(record(1)).then().body("data.issue", equalTo("changed since"));
    server.to(database).get(record(2)).then().statusCode(404);
    server.to(database).get(record(3)).then().statusCode(404);
    server.to(database).get(record(4)).then().body("data.issue", equalTo("changed since"));
    server
        .to(database, "grievance-admin")
        .get(record(0) + "/history")
        .then()
        .body("data[0].change", equalTo("updated"))
        .body("data[0].before.issue", equalTo("by the job again"))
        .body("data[0].after.issue", equalTo("before 🏥"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void deletionIsUndoneUnlessTheKeyIsInUseAgain(String database, RunningServer server) {
    run(server, database, "put", item(0, ",\"issue\":\"kept\"") + item(1, ""));
    file(server, database, 0);
    Map<String, Object> first = read(server, database, 0);
    String job = run(server, database, "delete", item(0, "") + item(1, "") + item(2, ""));
    run(server, database, "put", item(1, ",\"issue\":\"new\""));

    String undo = undone(server, database, job);

    assertEquals(first, read(server, database, 0));
    server.to(database).get(record(1)).then().body("data.issue", equalTo("new"));
    server
        .to(database)
        .get(JOBS + undo)
        .then()
        .body("data.items", equalTo(2))
        .body("data.reversed", equalTo(1))
        .body("data.kept", equalTo(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void undoIsUndone(String database, RunningServer server) {
    run(server, database, "put", item(0, ",\"issue\":\"one\""));
    String job =
        run(server, database, "put", item(0, ",\"issue\":\"two\"") + item(1, ",\"issue\":\"two\""));
    String undo = undone(server, database, job);
    server.to(database).get(record(0)).then().body("data.issue", equalTo("one"));
    server.to(database).get(record(1)).then().statusCode(404);

    String redo = undone(server, database, undo);

    server.to(database).get(record(0)).then().body("data.issue", equalTo("two"));
    server.to(database).get(record(1)).then().body("data.issue", equalTo("two"));
    server.to(database).get(JOBS + redo).then().body("data.reversed", equalTo(2));
    String second = undone(server, database, job);
    server.to(database).get(JOBS + second).then().body("data.kept", equalTo(2));
    server.to(database).get(record(0)).then().body("data.issue", equalTo("two"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lived-derby", "lived-postgresql", "values-spread"})
  void jobOfManyPartsIsUndone(String database, RunningServer server) {
    String items =
        IntStream.range(0, MANY)
            .mapToObj(each -> "{\"issue\":\"of many parts " + key + "\"}")
            .collect(Collectors.joining("\n"));
    String count = count(server, database);
    String job = run(server, database, "create", items);

    String undo = undone(server, database, job);

    server
        .to(database)
        .get(JOBS + undo)
        .then()
        .body("data.items", equalTo(MANY))
        .body("data.reversed", equalTo(MANY))
        .body("data.failed", equalTo(0));
    assertEquals(count, count(server, database));
    List<String> reversed =
        server.to(database).get(JOBS + undo + "/succeeded").asString().lines().toList();
    assertEquals(MANY, reversed.size());
  }

  private String count(RunningServer server, String database) {
    return server
        .to(database)
        .queryParam("q", Integer.toString(-key))
        .get(RECORDS)
        .header("X-Pagination");
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void dryRunTellsWhatAnUndoWouldDo(String database, RunningServer server) {
    String job = run(server, database, "put", item(0, ",\"issue\":\"stays\""));
    Response response = server.to(database).queryParam("dryRun", true).post(JOBS + job + "/undo");
    response.then().statusCode(202).header("dry-run", equalTo("true"));
    String undo = response.path("data.id");
    JobsIT.end(server, database, undo).body("data.reversed", equalTo(1));
    assertEquals(
        "{\"grievance_Key\":%d,\"status\":200,\"body\":\"Would be reversed\"}".formatted(key),
        server.to(database).get(JOBS + undo + "/succeeded").asString().strip());
    server.to(database).get(record(0)).then().body("data.issue", equalTo("stays"));
    server.to(database).get(JOBS + job).then().body("data.undoneBy", nullValue());
    undo(server, database, undo)
        .then()
        .statusCode(409)
        .body("error.detail", containsString("dry run"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void repeatedRequestIsOneUndo(String database, RunningServer server) {
    String job = run(server, database, "put", item(0, ""));
    String idempotencyKey = UUID.randomUUID().toString();
    List<String> ids =
        IntStream.range(0, 2)
            .mapToObj(
                time ->
                    server
                        .to(database)
                        .header("Idempotency-Key", idempotencyKey)
                        .post(JOBS + job + "/undo")
                        .then()
                        .statusCode(202)
                        .extract()
                        .<String>path("data.id"))
            .toList();
    assertEquals(ids.get(0), ids.get(1));
    JobsIT.end(server, database, ids.get(0)).body("data.reversed", equalTo(1));
  }

  @Test
  void onlyAFinishedJobOfTheCallerIsUndone(RunningServer server) {
    String job = run(server, "alpha", "put", item(0, ""));
    server.to("alpha", "grievance-reader").post(JOBS + job + "/undo").then().statusCode(403);
    undo(server, "delta", job).then().statusCode(404);
    undo(server, "alpha", UUID.randomUUID().toString()).then().statusCode(404);
    server.to("alpha").body("[]").post(JOBS + job + "/undo?atomic=true").then().statusCode(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unkept-derby", "unkept-postgresql", "listed-spread"})
  void withoutAHistoryNothingIsUndone(String database, RunningServer server) {
    String job = run(server, database, "put", item(0, ""));
    undo(server, database, job).then().statusCode(409).body("error.type", endsWith("/history-off"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void errorsOfAnUndoAreData(String database, RunningServer server) {
    String job = run(server, database, "put", item(0, ""));
    server.to(database).body("{}").put(record(0)).then().statusCode(200);
    String undo = undone(server, database, job);
    String failed =
        server
            .to(database)
            .header("Prefer", "errors=structured")
            .get(JOBS + undo + "/failed")
            .asString();
    assertEquals(412, JsonPath.from(failed).getInt("status"));
    assertEquals(List.of("changed"), JsonPath.from(failed).getList("errors.code"));
    server.to(database).get(JOBS + undo).then().body("data.ended", notNullValue());
  }

  /** The job meets a key in several parts; the undo goes back to before the first. */
  @ParameterizedTest
  @ValueSource(strings = {"lived-derby", "lived-postgresql", "values-spread"})
  void keyInSeveralPartsGoesBackToBeforeAll(String database, RunningServer server) {
    run(server, database, "put", item(0, ",\"issue\":\"before\""));
    String items =
        IntStream.range(0, 11_000)
            .mapToObj(each -> item(each % 6_000, ",\"issue\":\"" + each + "\""))
            .collect(Collectors.joining());
    String job = run(server, database, "put", items);
    server.to(database).get(record(0)).then().body("data.issue", equalTo("6000"));

    String undo = undone(server, database, job);

    server
        .to(database)
        .get(JOBS + undo)
        .then()
        .body("data.items", equalTo(11_000))
        .body("data.reversed", equalTo(11_000));
    server.to(database).get(record(0)).then().body("data.issue", equalTo("before"));
    server.to(database).get(record(5_999)).then().statusCode(404);
    server
        .to(database)
        .queryParam("keyFrom", key)
        .queryParam("keyTo", key + 6_000)
        .get(RECORDS)
        .then()
        .body("data.size()", equalTo(1));
  }

  /**
   * Another request made the changes, as far as the history tells, or they were taken out of it.
   */
  @ParameterizedTest
  @CsvSource({
    "lived-postgresql, activity_id = 'none'",
    "spread, activity_id = 'none'",
    "lived-postgresql, received = '2001-01-01'",
    "spread, received = '2001-01-01'"
  })
  void recordIsNotPutBackWithoutItsHistory(String database, String other, RunningServer server)
      throws SQLException {
    String job = run(server, database, "put", item(0, ",\"issue\":\"stays\""));
    try (Connection connection = server.postgres(database.replace("-postgresql", ""));
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE jobs SET " + other + " WHERE job_id = '" + job + "'");
    }

    String undo = undone(server, database, job);

    assertEquals(
        key + ",409,The history does not have the state of the record before the job",
        failed(server, database, undo).get(1));
    server.to(database).get(JOBS + undo).then().body("data.kept", equalTo(0));
    server.to(database).get(record(0)).then().body("data.issue", equalTo("stays"));
  }
}
