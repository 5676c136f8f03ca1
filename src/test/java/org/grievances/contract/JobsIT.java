package org.grievances.contract;

import static org.awaitility.Awaitility.await;
import static org.grievances.server.Gzip.gzip;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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

/** Batches that are run as jobs. */
@ExtendWith(RunningServer.Resolver.class)
@ResourceLock("jobs of the client")
class JobsIT {
  private static final String CSV = "text/csv";
  private static final String NDJSON = "application/x-ndjson";
  private static final String JSON = "application/json";
  private static final String JOBS = "/vbasoftware/jobs/";
  private static final Set<String> ENDED = Set.of("Completed", "Failed", "Cancelled");
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  /** More than a batch may have, so that there are several parts. */
  private static final int MANY = 13_000;

  private static final AtomicInteger NEXT_KEYS = new AtomicInteger(-1_900_000_000);

  /** The first of 100,000 keys that no other test uses. */
  private final int first = NEXT_KEYS.getAndAdd(100_000);

  private static RequestSpecification async(RunningServer server, String database, String type) {
    return server.to(database).contentType(type).header("Prefer", "respond-async");
  }

  private static Response put(RunningServer server, String database, String type, String body) {
    return async(server, database, type)
        .body(body.getBytes(StandardCharsets.UTF_8))
        .put(RunningServer.BATCH);
  }

  /** The id of the job that was accepted. */
  private static String accepted(Response response) {
    return response
        .then()
        .statusCode(202)
        .header("Location", containsString(JOBS))
        .header("Preference-Applied", startsWith("respond-async"))
        .body("data.state", equalTo("Queued"))
        .extract()
        .path("data.id");
  }

  static ValidatableResponse end(RunningServer server, String database, String id) {
    return await("end of job " + id)
        .atMost(TIMEOUT)
        .until(
            () -> server.to(database).get(JOBS + id),
            job -> ENDED.contains(job.<String>path("data.state")))
        .then()
        .statusCode(200);
  }

  private static Response result(
      RunningServer server, String database, String id, String which, String type) {
    return server.to(database).accept(type).get(JOBS + id + "/" + which);
  }

  private static List<String> lines(Response response) {
    return response.then().statusCode(200).extract().asString().lines().toList();
  }

  private static ValidatableResponse read(RunningServer server, String database, int key) {
    return server.to(database).get("/vbasoftware/grievances/" + key).then();
  }

  private String csv(int rows) {
    return IntStream.range(first, first + rows)
        .mapToObj(key -> key + ",\"issue\n" + key + "\",2025-03-01")
        .collect(Collectors.joining("\n", "grievance_Key,issue,grievance_Received\n", "\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void aFileLargerThanABatchIsAppliedAndItsFailedRowsComeBack(String database, RunningServer server)
      throws IOException {
    String faulty = (first + 1) + ",\"a \"\"quote\"\"\",tomorrow\n" + "7\n";

    String id = accepted(gzipped(server, database, csv(MANY) + faulty));

    end(server, database, id)
        .body("data.state", equalTo("Completed"))
        .body("data.format", equalTo("csv"))
        .body("data.items", equalTo(MANY + 2))
        .body("data.read", equalTo(MANY + 2))
        .body("data.created", equalTo(MANY))
        .body("data.updated", equalTo(0))
        .body("data.failed", equalTo(2))
        .body("data.size", equalTo((csv(MANY) + faulty).length()))
        .body("data.ended", notNullValue())
        .body("data.problem", nullValue());
    read(server, database, first + MANY - 1).body("data.issue", containsString("issue\n"));
    int line = 2 * MANY + 2;
    assertEquals(
        List.of(
            "grievance_Key,issue,grievance_Received,line,status,body",
            (first + 1)
                + ",\"a \"\"quote\"\"\",tomorrow,"
                + (line + ",400,")
                + ("\"Line " + line)
                + ": grievance_Received: not an ISO 8601 date-time, such as 2025-03-01T08:30:00Z\"",
            "7,,,%1$d,400,\"Line %1$d has 1 fields, but the header row has 3\","
                .formatted(line + 1)),
        lines(result(server, database, id, "failed", CSV)));
    result(server, database, id, "failed", NDJSON)
        .then()
        .header("X-Total-Count", "2")
        .body(startsWith("{\"grievance_Key\":" + (first + 1) + ",\"issue\":\"a \\\"quote"))
        .body(containsString("\"status\":400"));
    List<String> succeeded = lines(result(server, database, id, "succeeded", CSV));
    assertTrue(succeeded.get(2).endsWith("\",2025-03-01,2,201,Created"), succeeded.get(2));
    assertEquals(2 * MANY + 1, succeeded.size());
    assertEquals(1, lines(result(server, database, id, "unprocessed", CSV)).size());
  }

  private static Response gzipped(RunningServer server, String database, String body)
      throws IOException {
    return async(server, database, CSV)
        .header("Content-Encoding", "gzip")
        .body(gzip(body))
        .put(RunningServer.BATCH);
  }

  /** The failed items can be sent again as they come, corrected or not. */
  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta"})
  void failedItemsOfJsonAreMendedAndSentAgain(String database, RunningServer server) {
    String good = "{\"grievance_Key\":%d,\"call_Key\":12,\"issue\":\"🏥\\u0000\"}".formatted(first);
    String bad = "{\"grievance_Key\":%d,\"issue_Date\":\"?\",\"more\":[{}]}".formatted(first + 1);
    String body = "[" + good.replace("\\u0000", "") + ", " + bad + ", 17]";

    String id = accepted(put(server, database, JSON, body));

    end(server, database, id).body("data.failed", equalTo(2)).body("data.created", equalTo(1));
    List<String> failed = lines(result(server, database, id, "failed", NDJSON));
    assertEquals(2, failed.size());
    assertTrue(failed.get(0).contains("\"more\":[{}],\"status\":400,\"body\":\"issue_Date: "));
    assertEquals("{\"status\":400,\"body\":\"The item is not a JSON object\"}", failed.get(1));
    String corrected = failed.get(0).replace("\"?\"", "\"2025-03-01\"");
    String again = accepted(put(server, database, NDJSON, corrected));
    end(server, database, again).body("data.created", equalTo(1)).body("data.failed", equalTo(0));
    assertEquals(
        "{\"grievance_Key\":%d,\"issue_Date\":\"2025-03-01\",\"more\":[{}],\"status\":201,\"body\":\"Created\"}"
            .formatted(first + 1),
        lines(result(server, database, again, "succeeded", NDJSON)).get(0));
  }

  @Test
  @ResourceLock(RunningServer.TABLES_OF_DELTA)
  void aRowThatTheDatabaseRefusesFailsAlone(RunningServer server) throws SQLException {
    String body = csv(MANY).replaceFirst("issue\n" + (first + 5), "refused in a job");
    server.execute("alter table grievances add constraint job check (issue <> 'refused in a job')");
    try {
      String id = accepted(put(server, "delta", CSV, body));

      end(server, "delta", id)
          .body("data.created", equalTo(MANY - 1))
          .body("data.failed", equalTo(1));
      assertTrue(
          lines(result(server, "delta", id, "failed", CSV)).get(1).contains(",409,Refused by"));
    } finally {
      server.execute("alter table grievances drop constraint job");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta"})
  void jobSentAgainWithItsKeyIsTheSame(String database, RunningServer server) {
    String key = UUID.randomUUID().toString();
    String body = csv(3);

    Response one =
        async(server, database, CSV)
            .header("Idempotency-Key", key)
            .body(body)
            .put(RunningServer.BATCH);
    String id = accepted(one);
    end(server, database, id).body("data.created", equalTo(3));
    Response two =
        async(server, database, CSV)
            .header("Idempotency-Key", key)
            .body(body)
            .put(RunningServer.BATCH);

    assertEquals(id, accepted(two));
    assertEquals(one.header("Location"), two.header("Location"));
    async(server, database, CSV)
        .header("Idempotency-Key", key)
        .body(csv(4))
        .put(RunningServer.BATCH)
        .then()
        .statusCode(422);
    server
        .to(database)
        .get("/vbasoftware/jobs?pageSize=1")
        .then()
        .statusCode(200)
        .header("X-Pagination", containsString("\"CurrentPage\":1"))
        .body("data.size()", equalTo(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta"})
  void aBodyThatCannotBeReadToItsEndAppliesNothing(String database, RunningServer server) {
    int before = server.to(database).get("/vbasoftware/jobs").path("data.size()");
    String json = "[" + "{\"grievance_Key\":%d},".formatted(first).repeat(6_000);

    refused(put(server, database, JSON, json + "]"), 400, "not JSON");
    refused(put(server, database, JSON, "{}"), 400, "one JSON array");
    refused(put(server, database, CSV, "issue\nx\n"), 400, "must name grievance_Key");
    refused(put(server, database, CSV, csv(6_000) + "1,\"x\n"), 400, "never ends");
    refused(
        async(server, database, CSV)
            .header("Content-Encoding", "gzip")
            .body(new byte[] {31, (byte) 139, 8, 0})
            .put(RunningServer.BATCH),
        400,
        "is not complete");
    refused(
        async(server, database, CSV).body(csv(1)).put(RunningServer.BATCH + "?atomic=true"),
        400,
        "atomic=true");

    read(server, database, first).statusCode(404);
    assertEquals(before, server.to(database).get("/vbasoftware/jobs").<Integer>path("data.size()"));
  }

  private static void refused(Response response, int status, String detail) {
    response.then().statusCode(status).body("error.detail", containsString(detail));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta"})
  void aDryRunTellsTheOutcomesAndAppliesNothing(String database, RunningServer server) {
    String id =
        accepted(
            async(server, database, CSV)
                .body(csv(MANY) + "x,y,z\n")
                .put(RunningServer.BATCH + "?dryRun=true"));

    end(server, database, id)
        .header("dry-run", "true")
        .body("data.dryRun", equalTo(true))
        .body("data.created", equalTo(MANY))
        .body("data.failed", equalTo(1));
    Response succeeded = result(server, database, id, "succeeded", "application/json, text/csv");
    succeeded.then().header("dry-run", "true").contentType(startsWith(CSV));
    List<String> items = lines(succeeded);
    assertTrue(items.get(items.size() - 1).endsWith(",201,Would be created"), items::toString);
    read(server, database, first).statusCode(404);
    read(server, database, first + MANY - 1).statusCode(404);
  }

  /** A job has one representation; the formats of its results are asked for with these. */
  @ParameterizedTest
  @CsvSource({
    "alpha, text/csv",
    "alpha, application/x-ndjson",
    "alpha, 'text/csv, application/json;q=0.5'",
    "delta, text/csv",
    "delta, application/x-ndjson",
    "delta, text/json",
    "delta, 'text/plain, */*'"
  })
  void acceptedBatchIsAnsweredWithItsJobInWhateverFormatItsCallerAccepts(
      String database, String accepted, RunningServer server) throws IOException {
    String key = UUID.randomUUID().toString();
    Set<String> ids = new TreeSet<>();
    for (int time = 0; time < 2; time++) {
      Response response =
          async(server, database, CSV)
              .header("Idempotency-Key", key)
              .header("Content-Encoding", "gzip")
              .accept(accepted)
              .body(gzip(csv(3)))
              .put(RunningServer.BATCH);
      response
          .then()
          .statusCode(202)
          .contentType(containsString(accepted.startsWith("text/plain") ? "plain" : "json"))
          .header("Location", containsString(JOBS));
      ids.add(new JsonPath(response.asString()).getString("data.id"));
    }
    assertEquals(1, ids.size());
    end(server, database, ids.iterator().next()).body("data.created", equalTo(3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta"})
  void jobsOfAClientRunInTheOrderInWhichTheyWereSent(String database, RunningServer server) {
    String put = accepted(put(server, database, CSV, csv(MANY)));
    String delete =
        accepted(
            async(server, database, CSV)
                .body(csv(MANY + 1).getBytes(StandardCharsets.UTF_8))
                .delete(RunningServer.BATCH));

    end(server, database, put).body("data.created", equalTo(MANY));
    end(server, database, delete)
        .body("data.deleted", equalTo(MANY))
        .body("data.failed", equalTo(1))
        .body("data.action", equalTo("delete"));
    read(server, database, first).statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta"})
  void aCancelledJobKeepsWhatItHasApplied(String database, RunningServer server) {
    String running = accepted(put(server, database, CSV, csv(80_000)));
    String waiting = accepted(put(server, database, CSV, csv(1)));
    await()
        .atMost(TIMEOUT)
        .until(() -> server.to(database).get(JOBS + running).<Integer>path("data.read") > 0);

    server
        .to(database)
        .get(JOBS + running)
        .then()
        .body("data.state", equalTo("InProgress"))
        .header("X-Progress", matchesPattern("\\d+%"))
        .header("Retry-After", notNullValue());
    server.to(database).delete(JOBS + waiting).then().statusCode(204);
    server.to(database).delete(JOBS + running).then().statusCode(204);
    server.to(database).delete(JOBS + running).then().statusCode(204);

    end(server, database, waiting).body("data.read", equalTo(0));
    assertEquals(3, lines(result(server, database, waiting, "unprocessed", CSV)).size());
    int read =
        end(server, database, running)
            .body("data.state", equalTo("Cancelled"))
            .body("data.read", greaterThanOrEqualTo(1))
            .extract()
            .path("data.read");
    read(server, database, first + read - 1).statusCode(200);
    read(server, database, first + read).statusCode(404);
    result(server, database, running, "unprocessed", NDJSON)
        .then()
        .header("X-Total-Count", Integer.toString(80_000 - read))
        .body(startsWith("{\"grievance_Key\":" + (first + read) + ","));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta"})
  void theOptionsOfABatchHoldAndTheHistoryNamesTheRequest(String database, RunningServer server) {
    Response request = put(server, database, CSV, csv(2));
    end(server, database, accepted(request));
    String changes = "grievance_Key,update_Date\n%d,2001-01-01T00:00:00Z\n%d,\n";

    Response again =
        async(server, database, CSV)
            .body(changes.formatted(first, first + 1))
            .put(RunningServer.BATCH + "?ifUnchanged=true");
    Response strict =
        server
            .to(database)
            .contentType(CSV)
            .header("Prefer", "respond-async, handling=strict")
            .body("grievance_Key,color\n%d,red\n".formatted(first))
            .put(RunningServer.BATCH);

    end(server, database, accepted(again))
        .body("data.updated", equalTo(1))
        .body("data.failed", equalTo(1));
    strict.then().header("Preference-Applied", "respond-async, handling=strict");
    end(server, database, accepted(strict)).body("data.failed", equalTo(1));
    server
        .to(database, "grievance-admin")
        .get("/vbasoftware/grievances/" + first + "/history")
        .then()
        .body("data.size()", equalTo(1))
        .body("data[0].user", equalTo(RunningServer.USER))
        .body("data[0].activityID", equalTo(request.header("activity-id")));
  }

  private static Response create(
      RunningServer server, String path, String role, String body, String key) {
    return server
        .to("delta", role)
        .contentType(JSON)
        .header("Idempotency-Key", key)
        .body(body)
        .post(path);
  }

  private static String created(Response response) {
    return response
        .then()
        .statusCode(202)
        .header("Location", containsString(JOBS))
        .header("Preference-Applied", nullValue())
        .header("Retry-After", notNullValue())
        .extract()
        .path("data.id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void jobIsCreatedAtThePathOfTheBatch(String database, RunningServer server) throws IOException {
    String put =
        created(
            server
                .to(database)
                .contentType(CSV)
                .header("Content-Encoding", "gzip")
                .body(gzip(csv(MANY)))
                .post(RunningServer.BATCH + "/jobs"));
    end(server, database, put)
        .body("data.state", equalTo("Completed"))
        .body("data.action", equalTo("put"))
        .body("data.created", equalTo(MANY));

    String delete =
        created(
            server
                .to(database)
                .contentType(NDJSON)
                .body(
                    "{\"grievance_Key\":%d}\n{\"grievance_Key\":7.5}\n"
                        .formatted(first)
                        .getBytes(StandardCharsets.UTF_8))
                .post(RunningServer.BATCH + "/jobs?action=delete"));
    end(server, database, delete)
        .body("data.action", equalTo("delete"))
        .body("data.deleted", equalTo(1))
        .body("data.failed", equalTo(1));
    read(server, database, first).statusCode(404);
    read(server, database, first + 1).statusCode(200);
  }

  @Test
  void optionsHoldAtThePathOfJobs(RunningServer server) {
    String path = RunningServer.BATCH + "/jobs";
    String key = UUID.randomUUID().toString();
    String body = "[{\"grievance_Key\":%d}]".formatted(first);

    String id = created(create(server, path, "grievance-writer", body, key));
    assertEquals(id, created(create(server, path, "grievance-writer", body, key)));
    create(server, path + "?dryRun=true", "grievance-writer", body, key).then().statusCode(422);
    end(server, "delta", id).body("data.created", equalTo(1));

    String tried = path + "?dryRun=true&action=delete";
    String other = UUID.randomUUID().toString();
    String dryRun = created(create(server, tried, "grievance-writer", body, other));
    end(server, "delta", dryRun)
        .body("data.dryRun", equalTo(true))
        .body("data.deleted", equalTo(1));
    read(server, "delta", first).statusCode(200);

    for (String refused : List.of("?action=remove", "?action=", "?action=PUT", "?atomic=true")) {
      create(server, path + refused, "grievance-writer", body, UUID.randomUUID().toString())
          .then()
          .statusCode(400);
    }
    async(server, "delta", JSON)
        .body(body)
        .post(path)
        .then()
        .header("Preference-Applied", equalTo("respond-async"));
    String strict =
        server
            .to("delta")
            .contentType(JSON)
            .header("Prefer", "handling=strict")
            .body("[{\"grievance_Key\":%d,\"color\":\"red\"}]".formatted(first))
            .post(path)
            .then()
            .header("Preference-Applied", equalTo("handling=strict"))
            .extract()
            .path("data.id");
    end(server, "delta", strict).body("data.failed", equalTo(1));
  }

  @Test
  void jobIsCreatedForAListOfCodes(RunningServer server) {
    String path = "/vbasoftware/grievance-types-batch/jobs";
    String code = "J" + first;
    String body = "[{\"grievance_Type\":\"%s\",\"default_Type\":false}]".formatted(code);
    String admin = "grievance-admin";

    String id = created(create(server, path, admin, body, UUID.randomUUID().toString()));
    end(server, "delta", id).body("data.created", equalTo(1));

    String delete = path + "?action=delete";
    String deleted = created(create(server, delete, admin, body, UUID.randomUUID().toString()));
    end(server, "delta", deleted).body("data.deleted", equalTo(1));
    server.to("delta", admin).get("/vbasoftware/grievance-types/" + code).then().statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {JSON, "text/plain", "*/*", JSON + ", " + NDJSON})
  void itemsOfAJobAreLinesOfJsonForCallersThatNameJson(String accepted, RunningServer server) {
    String id = accepted(put(server, "alpha", CSV, csv(1)));
    end(server, "alpha", id);

    result(server, "alpha", id, "succeeded", accepted)
        .then()
        .statusCode(200)
        .contentType(NDJSON)
        .body(containsString("\"grievance_Key\":"));
    result(server, "alpha", id, "succeeded", JSON + ", " + CSV).then().contentType(startsWith(CSV));
    result(server, "alpha", id, "succeeded", "text/html").then().statusCode(406);
  }

  @Test
  void aJobIsGoneSomeDaysAfterItsEnd(RunningServer server) throws SQLException {
    String old = accepted(put(server, "delta", CSV, csv(6_000)));
    end(server, "delta", old);
    server.execute(
        "update jobs set ended = ended - interval '8 days' where job_id = '" + old + "'");

    end(server, "delta", accepted(put(server, "delta", CSV, csv(1))));

    await().atMost(TIMEOUT).until(() -> server.to("delta").get(JOBS + old).statusCode() == 404);
    try (Connection connection = server.postgres();
        Statement statement = connection.createStatement();
        ResultSet left =
            statement.executeQuery(
                "select (select count(*) from job_parts where job_id = '"
                    + old
                    + "') +"
                    + " (select count(*) from job_outcomes where job_id = '"
                    + old
                    + "')")) {
      assertTrue(left.next());
      assertEquals(0, left.getInt(1));
    }
  }

  @Test
  void aJobIsSeenByItsClientAndByAdministrators(RunningServer server) {
    String id = accepted(put(server, "alpha", CSV, csv(1)));
    end(server, "alpha", id);
    String writer = server.token("grievance-writer");
    String admin = server.token("grievance-admin");

    RequestSpecification other =
        server.credentials(RunningServer.ALPHA_KEY, writer).header("vbasoftware-database", "alpha");
    other.get(JOBS + id).then().statusCode(404);
    other.get(JOBS + id + "/failed").then().statusCode(404);
    other.get("/vbasoftware/jobs").then().body("data.id", not(containsString(id)));
    other.delete(JOBS + id).then().statusCode(404);
    server
        .credentials(RunningServer.ALPHA_KEY, admin)
        .header("vbasoftware-database", "alpha")
        .get(JOBS + id)
        .then()
        .statusCode(200);
    server.to("beta").get(JOBS + id).then().statusCode(404);
    server.to("alpha", "grievance-reader").get(JOBS + id).then().statusCode(200);
    server.to("alpha", "grievance-reader").delete(JOBS + id).then().statusCode(403);
    server.to("alpha").delete(JOBS + id).then().statusCode(409);
    server.to("alpha").get(JOBS + "what").then().statusCode(404);
  }
}
