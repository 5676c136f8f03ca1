package org.grievances.contract;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests creating, reading, updating and deleting grievances, on Derby and PostgreSQL. */
@ExtendWith(RunningServer.Resolver.class)
class RecordIT {
  private static final String PATH = "/vbasoftware/grievances";
  private static final String DERBY = "alpha";
  private static final String POSTGRESQL = "delta";
  private static final String SPREAD = "spread";
  private static final String PARTITIONED = "partitioned";
  private static final AtomicInteger KEYS = new AtomicInteger(-29_000_000);

  private static ValidatableResponse post(RunningServer server, String database, String body) {
    return server.to(database).body(body).post(PATH).then();
  }

  private static ValidatableResponse get(RunningServer server, String database, Object key) {
    return server.to(database).get(PATH + "/" + key).then();
  }

  private static ValidatableResponse put(
      RunningServer server, String database, Object key, String body) {
    return server.to(database).body(body).put(PATH + "/" + key).then();
  }

  @Test
  void malformedJsonIsRefusedWithoutWaitingForTheDatabase(RunningServer server) throws Exception {
    try (Connection connection = server.postgres();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("lock table grievances in exclusive mode");
      assertTimeoutPreemptively(
          Duration.ofSeconds(5),
          () -> {
            post(server, POSTGRESQL, "{\"grievance_Key\": 1").statusCode(400);
            put(server, POSTGRESQL, 1, "[]").statusCode(400);
          });
      connection.rollback();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL, SPREAD, PARTITIONED})
  void aCreatedRecordIsReturnedAndCanBeRead(String database, RunningServer server) {
    int key = KEYS.incrementAndGet();
    String body =
        """
        {"grievance_Key": %d, "call_Key": -5, "issue": "it's \\"quoted\\" 🏥", "member_Seq": "",
         "issue_Date": "2025-03-01T08:30:00.5+01:00", "grievance_Received": "0001-01-01"}
        """
            .formatted(key);
    Map<String, Object> created =
        post(server, database, body)
            .statusCode(201)
            .header("Location", endsWith(PATH + "/" + key))
            .body("error", nullValue())
            .body("data.size()", equalTo(26))
            .body("data.grievance_Key", equalTo(key))
            .body("data.call_Key", equalTo(-5))
            .body("data.issue", equalTo("it's \"quoted\" 🏥"))
            .body("data.member_Seq", emptyString())
            .body("data.issue_Date", equalTo("2025-03-01T07:30:00.5Z"))
            .body("data.grievance_Received", equalTo("0001-01-01T00:00:00Z"))
            .body("data.resolution", nullValue())
            .body("data.entry_Date", matchesPattern("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z"))
            .extract()
            .path("data");
    assertEquals(created, get(server, database, key).statusCode(200).extract().path("data"));
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL, SPREAD, PARTITIONED})
  void creatingARecordWithAnExistingKeyIsAConflict(String database, RunningServer server) {
    int key = KEYS.incrementAndGet();
    post(server, database, "{\"grievance_Key\":" + key + ",\"issue\":\"first\"}").statusCode(201);
    post(server, database, "{\"grievance_Key\":" + key + "}")
        .statusCode(409)
        .body("error.type", equalTo("/vbasoftware/problems/conflict"))
        .body("error.detail", equalTo("grievance_Key: there is a record with it."));
    get(server, database, key).body("data.issue", equalTo("first"));
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL, SPREAD, PARTITIONED})
  void anUpdateReplacesAllMembersExceptTheEntryDate(String database, RunningServer server) {
    int key = KEYS.incrementAndGet();
    String entryDate =
        post(server, database, "{\"grievance_Key\":" + key + ",\"issue\":\"a\",\"call_Key\":1}")
            .extract()
            .path("data.entry_Date");
    put(server, database, key, "{\"resolution\":\"b\",\"entry_Date\":\"2001-01-01\"}")
        .statusCode(200)
        .body("data.grievance_Key", equalTo(key))
        .body("data.issue", nullValue())
        .body("data.call_Key", nullValue())
        .body("data.resolution", equalTo("b"))
        .body("data.entry_Date", equalTo(entryDate))
        .body("data.update_Date", not(equalTo(entryDate)));
    get(server, database, key).body("data.resolution", equalTo("b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL, SPREAD, PARTITIONED})
  void anUnknownOrInvalidKeyInThePathIsNotFound(String database, RunningServer server) {
    String unknown = "-8999999";
    for (String key :
        new String[] {unknown, unknown + ".0", "2147483648", "1.5", "abc", "1,0", "%20"}) {
      get(server, database, key).statusCode(404);
      put(server, database, key, "{}").statusCode(404);
      server.to(database).delete(PATH + "/" + key).then().statusCode(404);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL, SPREAD, PARTITIONED})
  void aDeletedRecordIsGone(String database, RunningServer server) {
    int key = KEYS.incrementAndGet();
    post(server, database, "{\"grievance_Key\":" + key + "}").statusCode(201);
    server
        .to(database)
        .delete(PATH + "/" + key)
        .then()
        .statusCode(204)
        .body(emptyString())
        .header("activity-id", matchesPattern("[0-9a-f-]{36}"));
    get(server, database, key)
        .statusCode(404)
        .body("error.type", equalTo("/vbasoftware/problems/record-unknown"));
  }

  @Test
  void aKeyInTheBodyMustMatchTheKeyInThePath(RunningServer server) {
    int key = KEYS.incrementAndGet();
    post(server, DERBY, "{\"grievance_Key\":" + key + "}").statusCode(201);
    put(server, DERBY, key, "{\"grievance_Key\":" + key + "}").statusCode(200);
    put(server, DERBY, key, "{\"grievance_Key\":" + (key + 1) + "}")
        .statusCode(400)
        .body("error.detail", equalTo("grievance_Key: not the one in the path."));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                      | grievance_Key: required.
          {"grievance_Key":null}                  | grievance_Key: required.
          {"grievance_Key":"7","member_Seq":"123"} | grievance_Key: not an integer; \
          member_Seq: 3 characters, at most 2.
          []                                      | The body must be one JSON object.
          {"grievance_Key":7}{}                   | The body is not JSON: see line 1, column 20.
          {"grievance_Key":7                      | The body is not JSON: see line 1, column 19.
          """)
  void anInvalidRecordIsRefusedWithAllItsFaults(String body, String detail, RunningServer server) {
    post(server, DERBY, body)
        .statusCode(400)
        .body("data", nullValue())
        .body("error.detail", equalTo(detail));
  }

  @Test
  void unknownMembersAreRefusedWithHandlingStrict(RunningServer server) {
    server
        .to(DERBY)
        .header("Prefer", "handling=strict")
        .body("{\"grievance_Key\":1,\"severity\":1}")
        .post(PATH)
        .then()
        .statusCode(400)
        .body("error.detail", equalTo("severity: unknown member."));
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL, SPREAD, PARTITIONED})
  void aBatchDeleteUsesOnlyTheKeysOfItsItems(String database, RunningServer server) {
    int key = KEYS.addAndGet(2);
    post(server, database, "{\"grievance_Key\":" + key + "}").statusCode(201);
    String batch =
        """
        [{"grievance_Key":%d,"member_Seq":12345},{"grievance_Key":%d},{"grievance_Key":%d},
         {"grievance_Key":"x"},{"issue":"no key"},7]
        """
            .formatted(key, key - 1, key);
    server
        .to(database)
        .queryParam("dryRun", "true")
        .body(batch)
        .delete(RunningServer.BATCH)
        .then()
        .statusCode(207)
        .body("data.status", contains(200, 404, 404, 400, 400, 400));
    server
        .to(database)
        .queryParam("atomic", "true")
        .body(batch)
        .delete(RunningServer.BATCH)
        .then()
        .body("data.status", contains(424, 404, 404, 400, 400, 400));
    server
        .to(database)
        .body(batch)
        .delete(RunningServer.BATCH)
        .then()
        .body("data.status", contains(200, 404, 404, 400, 400, 400))
        .body("data[0].body", equalTo("Deleted"));
    get(server, database, key).statusCode(404);
  }

  @ParameterizedTest
  @CsvSource({
    "grievance-reader, 200, 403",
    "grievance-writer, 200, 200",
    "grievance-admin,  200, 200",
    "another,          403, 403",
  })
  void theRoleDecidesWhetherACallerMayReadOrWrite(
      String role, int readStatus, int writeStatus, RunningServer server) {
    int key = KEYS.incrementAndGet();
    post(server, DERBY, "{\"grievance_Key\":" + key + "}").statusCode(201);
    String path = PATH + "/" + key;
    withRole(role, server).get(path).then().statusCode(readStatus);
    withRole(role, server).body("{}").put(path).then().statusCode(writeStatus);
    withRole(role, server).body("{}").post(PATH).then().statusCode(writeStatus == 200 ? 400 : 403);
    withRole(role, server)
        .body("[]")
        .delete(RunningServer.BATCH)
        .then()
        .statusCode(writeStatus == 200 ? 207 : 403);
    withRole(role, server).delete(path).then().statusCode(writeStatus == 200 ? 204 : 403);
  }

  private static RequestSpecification withRole(String role, RunningServer server) {
    return server
        .credentials(server.secrets().apiKey(), server.token(role))
        .header("vbasoftware-database", DERBY)
        .contentType("application/json");
  }

  /** As in a filter and in CSV. */
  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta"})
  void keyInAPathIsTheValueOfItsNumber(String database, RunningServer server) {
    int padded = 1_829_000;
    String path = "/vbasoftware/grievances/";
    server.to(database).body("{}").delete(path + padded);
    post(server, database, "{\"grievance_Key\":" + padded + "}").statusCode(201);
    for (String form : List.of("0" + padded, "000000000000" + padded, padded + ".0", "1829e3")) {
      String key = path + form;
      server
          .to(database)
          .get(key)
          .then()
          .statusCode(200)
          .body("data.grievance_Key", equalTo(padded));
      server
          .to(database)
          .body("{\"grievance_Key\":" + padded + "}")
          .put(key)
          .then()
          .statusCode(200)
          .header("Content-Location", path + padded);
      server.to(database, "grievance-admin").get(key + "/history").then().statusCode(200);
      server
          .to(database)
          .get("/vbasoftware/grievances?pageSize=001&page=1.0&grievance_Key=" + form)
          .then()
          .body("data.grievance_Key", contains(padded));
    }
    server.to(database).delete(path + "00" + padded).then().statusCode(204);
    server.to(database).get(path + "007x").then().statusCode(404);
  }
}
