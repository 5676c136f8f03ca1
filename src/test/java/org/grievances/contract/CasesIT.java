package org.grievances.contract;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.oneOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.grievances.server.Gzip;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The case of a grievance is kept with it, and is no part of a batch of grievances. */
@ExtendWith(RunningServer.Resolver.class)
@ResourceLock("jobs of the client")
class CasesIT {
  private static final String BASE = "/vbasoftware/";
  private static final String RECORDS = BASE + "grievances";
  private static final String CASES = BASE + "grievance-cases-batch";
  private static final String MERGE_PATCH = "application/merge-patch+json";
  private static final AtomicInteger KEYS = new AtomicInteger(-66_000_000);
  private static final int MANY = 13_000;

  private static final String WHOLE =
      """
      {"owner":"jane","queue":"Appeals","line_Of_Business":"MEDICARE_C","contract_ID":"H1234",
       "plan_ID":"001","beneficiary_ID":"1EG4TE5MK73","first_Name":"Ana","last_Name":"Lima",
       "delegate":"NONE","received_Mode":"WRITTEN","processing":"EXPEDITED","extension":"PLAN",
       "quality_Of_Care":true,"outcome":"RESOLVED"}""";

  private final int key = KEYS.getAndAdd(20_000);

  private String create(RunningServer server, String database, int offset) {
    server
        .to(database)
        .body("{\"grievance_Key\":%d,\"issue\":\"Waited\"}".formatted(key + offset))
        .post(RECORDS)
        .then()
        .statusCode(201);
    return RECORDS + "/" + (key + offset);
  }

  private static void put(RunningServer server, String database, String record, String body) {
    server.to(database).body(body).put(record + "/case").then().statusCode(200);
  }

  private static ValidatableResponse read(RunningServer server, String database, String record) {
    return server.to(database, "grievance-reader").get(record + "/case").then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void caseIsUnknownUntilItIsReplacedAndPatched(String database, RunningServer server) {
    String record = create(server, database, 0);
    Map<String, Object> unknown = read(server, database, record).extract().path("data");
    assertEquals(5, unknown.values().stream().filter(value -> value != null).count(), "of the key");
    String before = server.to(database).get(record).header("ETag");

    Response put = server.to(database).body(WHOLE).put(record + "/case");

    put.then()
        .statusCode(200)
        .header("Content-Location", equalTo(record + "/case"))
        .body("data.beneficiary_ID", equalTo("1EG4TE5MK73"))
        .body("data.quality_Of_Care", equalTo(true));
    assertNotEquals(before, server.to(database).get(record).header("ETag"));
    server
        .to(database)
        .contentType(MERGE_PATCH)
        .header("If-Match", put.header("ETag"))
        .body("{\"owner\":null,\"outcome\":\"WITHDRAWN\"}")
        .patch(record + "/case")
        .then()
        .statusCode(200)
        .header("Content-Location", equalTo(record + "/case"))
        .body("data.owner", nullValue())
        .body("data.outcome", equalTo("WITHDRAWN"))
        .body("data.queue", equalTo("Appeals"));
    server
        .to(database)
        .header("If-Match", put.header("ETag"))
        .body("{}")
        .put(record + "/case")
        .then()
        .statusCode(412);
    put(server, database, record, "{\"queue\":\"Intake\"}");
    read(server, database, record)
        .body("data.queue", equalTo("Intake"))
        .body("data.line_Of_Business", nullValue());
    server.to(database).get(record).then().body("data.issue", equalTo("Waited"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void caseSurvivesABatchAndADeletionOfItsGrievance(String database, RunningServer server) {
    String record = create(server, database, 0);
    put(server, database, record, WHOLE);
    server
        .to(database)
        .body("[{\"grievance_Key\":%d,\"issue\":\"replaced\",\"owner\":\"x\"}]".formatted(key))
        .put(RunningServer.BATCH)
        .then()
        .body("data.status", contains(200));
    read(server, database, record).body("data.owner", equalTo("jane"));

    server.to(database).delete(record).then().statusCode(204);
    server.to(database).get(record + "/case").then().statusCode(404);
    server.to(database, "grievance-admin").post(record + "/restore").then().statusCode(201);

    read(server, database, record)
        .body("data.owner", equalTo("jane"))
        .body("data.quality_Of_Care", equalTo(true));
    server
        .to(database, "grievance-admin")
        .get(record + "/history")
        .then()
        .body("data[0].after.owner", equalTo("jane"))
        .body("data[0].after.acknowledged", nullValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void itemsOfABatchAreCasesOfGrievancesThatAreThere(String database, RunningServer server) {
    String record = create(server, database, 0);
    create(server, database, 1);
    String items =
        """
        [{"grievance_Key":%d,"owner":"jane","line_Of_Business":"MEDICAID","beneficiary_ID":"7"},
         {"grievance_Key":%d,"owner":"jane"},
         {"grievance_Key":%d,"processing":"Fast"},
         {"grievance_Key":%d,"line_Of_Business":"MEDICARE_D","beneficiary_ID":"1EG4-TE5-MK"}]"""
            .formatted(key, key + 9, key + 1, key + 1);

    Response batch = server.to(database).body(items).put(CASES);

    batch
        .then()
        .statusCode(207)
        .header("items", containsString("updated=1"))
        .body("data.status", contains(200, 404, 400, 400))
        .body("data[2].body", equalTo("processing: not one of STANDARD, EXPEDITED"))
        .body(
            "data[3].body",
            equalTo(
                "beneficiary_ID: not a Medicare Beneficiary Identifier of 11 characters without"
                    + " hyphens, as line_Of_Business asks for"));
    server.to(database).get(RECORDS + "/" + (key + 9)).then().statusCode(404);
    server
        .to(database)
        .queryParam("merge", true)
        .body("[{\"grievance_Key\":%d,\"queue\":\"Appeals\"}]".formatted(key))
        .put(CASES)
        .then()
        .body("data.status", contains(200));
    read(server, database, record)
        .body("data.owner", equalTo("jane"))
        .body("data.queue", equalTo("Appeals"));
    server
        .to(database)
        .queryParam("atomic", true)
        .body(items)
        .put(CASES)
        .then()
        .body("data.status", contains(424, 404, 400, 400));
    read(server, database, record).body("data.queue", equalTo("Appeals"));
  }

  /** The rule is of the whole case, whichever of its members are sent. */
  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void beneficiaryOfMedicareIsCheckedAlsoInMerges(String database, RunningServer server) {
    String record = create(server, database, 0);
    put(
        server,
        database,
        record,
        "{\"line_Of_Business\":\"MEDICAID\",\"beneficiary_ID\":\"ST-0042\"}");
    String change = "{\"line_Of_Business\":\"INTEGRATED\"}";
    server
        .to(database)
        .contentType(MERGE_PATCH)
        .body(change)
        .patch(record + "/case")
        .then()
        .statusCode(400)
        .body("error.detail", containsString("beneficiary_ID: not a Medicare Beneficiary"));
    server
        .to(database)
        .queryParam("merge", true)
        .body("[" + change.replace("{", "{\"grievance_Key\":" + key + ",") + "]")
        .put(CASES)
        .then()
        .statusCode(207)
        .body("data.status", contains(400));
    read(server, database, record).body("data.line_Of_Business", equalTo("MEDICAID"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void jobOfManyCasesIsUndone(String database, RunningServer server) {
    String grievances =
        IntStream.range(0, MANY)
            .mapToObj(offset -> "{\"grievance_Key\":%d,\"issue\":\"I\"}".formatted(key + offset))
            .collect(Collectors.joining("\n"));
    JobsIT.end(
        server, database, job(server, database, "grievances", "application/x-ndjson", grievances));
    String rows =
        IntStream.range(0, MANY + 1)
            .mapToObj(offset -> (key + offset) + ",jane" + offset % 3 + ",EXPEDITED")
            .collect(Collectors.joining("\n", "grievance_Key,owner,processing\n", "\n"));

    String job = job(server, database, "grievance-cases", "text/csv", rows);

    JobsIT.end(server, database, job)
        .body("data.state", equalTo("Completed"))
        .body("data.updated", equalTo(MANY))
        .body("data.failed", equalTo(1));
    String last = RECORDS + "/" + (key + MANY - 1);
    read(server, database, last)
        .body("data.owner", equalTo("jane" + (MANY - 1) % 3))
        .body("data.processing", equalTo("EXPEDITED"));
    Response undo = server.to(database).post(BASE + "jobs/" + job + "/undo");
    JobsIT.end(server, database, undo.path("data.id"));
    read(server, database, last).body("data.owner", nullValue());
    server.to(database).get(last).then().body("data.issue", equalTo("I"));
  }

  private static String job(
      RunningServer server, String database, String records, String type, String items) {
    Response response =
        server
            .to(database)
            .contentType(type)
            .header("Content-Encoding", "gzip")
            .body(Gzip.gzip(items))
            .post(BASE + records + "-batch/jobs");
    assertEquals(202, response.statusCode(), response::asString);
    return response.path("data.id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void grievancesAreChosenByTheirCases(String database, RunningServer server) {
    String user = server.to(database).get(create(server, database, 0)).path("data.update_User");
    for (int offset = 1; offset < 4; offset++) {
      create(server, database, offset);
    }
    String range = "keyFrom=%d&keyTo=%d&".formatted(key, key + 4);
    put(server, database, RECORDS + "/" + key, "{\"owner\":\"" + user + "\",\"queue\":\"A\"}");
    put(server, database, RECORDS + "/" + (key + 1), "{\"owner\":\"someone\",\"queue\":\"B\"}");
    put(server, database, RECORDS + "/" + (key + 2), "{\"queue\":\"A\",\"extension\":\"PLAN\"}");
    Map.of(
            "owner=me", List.of(key),
            "owner=someone", List.of(key + 1),
            "owner=someone&owner=me", List.of(key, key + 1),
            "owner.absent=true", List.of(key + 2, key + 3),
            "owner.absent=false&queue=A", List.of(key),
            "queue.absent=true", List.of(key + 3),
            "extension=PLAN", List.of(key + 2),
            "line_Of_Business=MEDICAID", List.of())
        .forEach(
            (filter, expected) ->
                assertEquals(
                    expected,
                    server
                        .to(database, "grievance-reader")
                        .get(RECORDS + "?" + range + filter)
                        .path("data.grievance_Key"),
                    filter));
    server
        .to(database)
        .get(RECORDS + "?processing=FAST")
        .then()
        .statusCode(400)
        .body("error.detail", containsString("processing: not one of STANDARD, EXPEDITED"));
  }

  /** Lists, exports and changes have members of cases where these are asked for. */
  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void membersOfCasesAreShownWhereTheyAreAskedFor(String database, RunningServer server) {
    String start = server.to(database).get(RECORDS + "/changes?from=now").header("Link");
    String after = start.substring(start.indexOf("after=") + 6, start.indexOf('>'));
    for (int offset = 0; offset < 2; offset++) {
      String record = create(server, database, offset);
      put(server, database, record, "{\"owner\":\"" + (char) ('b' - offset) + "\"}");
    }
    String query = "?fields=owner,grievance_Key&keyFrom=%d&keyTo=%d".formatted(key, key + 2);
    server
        .to(database)
        .get(RECORDS + query + "&sortBy=owner")
        .then()
        .body("data.owner", contains("a", "b"))
        .body("data.grievance_Key", contains(key + 1, key));
    server
        .to(database)
        .get(RECORDS + query + "&q=waited")
        .then()
        .body("data.owner", contains("b", "a"));
    String csv = "owner,grievance_Key\r\nb," + key + "\r\na," + (key + 1) + "\r\n";
    for (String path : List.of("", "/export")) {
      assertEquals(
          csv, server.to(database).accept("text/csv").get(RECORDS + path + query).asString());
    }
    List<Map<String, Object>> changes =
        server
            .to(database)
            .get(RECORDS + "/changes?limit=1000&fields=issue,owner&after=" + after)
            .path("data.findAll { it.grievance_Key == %d }.grievance".formatted(key));
    assertEquals("b", changes.get(changes.size() - 1).get("owner"));
    assertEquals("Waited", changes.get(changes.size() - 1).get("issue"));
  }

  @ParameterizedTest
  @CsvSource({
    "put, grievance-cases-batch?only=new, only must be existing",
    "post, grievance-cases-batch/jobs?only=new, only must be existing",
    "post, grievance-cases-batch/jobs?action=delete, action must be put.",
    "post, grievance-cases-batch/jobs?action=create, action must be put."
  })
  void casesAreNeitherCreatedNorDeleted(
      String method, String path, String detail, RunningServer server) {
    server
        .to("beta")
        .body("[{\"grievance_Key\":1}]")
        .request(method, BASE + path)
        .then()
        .statusCode(400)
        .body("error.type", endsWith("/malformed-request"))
        .body("error.detail", containsString(detail));
  }

  @Test
  void emptyCellOfCsvIsNotKnown(RunningServer server) {
    String record = create(server, "beta", 0);
    put(server, "beta", record, WHOLE);
    server
        .to("beta")
        .contentType("text/csv")
        .body("grievance_Key,processing,quality_Of_Care,owner\n" + key + ",,,\n")
        .put(CASES)
        .then()
        .body("data.status", everyItem(oneOf(200)));
    read(server, "beta", record)
        .body("data.processing", nullValue())
        .body("data.quality_Of_Care", nullValue());
  }
}
