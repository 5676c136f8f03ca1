package org.grievances.contract;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.concurrent.atomic.AtomicInteger;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a filing stores can be read, filtered, changed and followed in the history. */
@ExtendWith(RunningServer.Resolver.class)
class FilingIT {
  private static final String BASE = "/vbasoftware/";
  private static final String RECORDS = BASE + "grievances";
  private static final AtomicInteger CLAIMS = new AtomicInteger(770_000_000);

  private final int claim = CLAIMS.incrementAndGet();

  private RequestSpecification filing(RunningServer server, String database) {
    return server
        .to(database)
        .body(
            """
            {"subscriber_ID":"000123456","auth_Number":"AUTH-%1$d","claim_Number":%1$d,
             "user_ID":"user.%1$d"}"""
                .formatted(claim));
  }

  private String file(RunningServer server, String database) {
    Response filed = filing(server, database).post(BASE + "grievances-file");
    filed.then().statusCode(201);
    return RECORDS + "/" + filed.path("data.grievance_Key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void filingDetailsAreReadAndReplaced(String database, RunningServer server) {
    String record = file(server, database);
    Response read = server.to(database, "grievance-reader").get(record + "/filing");
    read.then()
        .statusCode(200)
        .body("data.auth_Number", equalTo("AUTH-" + claim))
        .body("data.claim_Number", equalTo(claim))
        .body("data.user_ID", equalTo("user." + claim));
    String before = server.to(database).get(record).header("ETag");

    Response written =
        server
            .to(database)
            .header("If-Match", read.header("ETag"))
            .body("{\"claim_Number\":%d,\"user_ID\":\"other\"}".formatted(claim))
            .put(record + "/filing");

    written
        .then()
        .statusCode(200)
        .header("Content-Location", equalTo(record + "/filing"))
        .body("data.auth_Number", nullValue())
        .body("data.user_ID", equalTo("other"));
    assertEquals(
        written.header("ETag"), server.to(database).get(record + "/filing").header("ETag"));
    assertNotEquals(before, server.to(database).get(record).header("ETag"));
    server
        .to(database)
        .header("If-Match", read.header("ETag"))
        .body("{\"user_ID\":\"lost\"}")
        .put(record + "/filing")
        .then()
        .statusCode(412);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void filingDetailsSurviveABatchThatReplacesTheGrievance(String database, RunningServer server) {
    String record = file(server, database);
    String key = record.substring(record.lastIndexOf('/') + 1);
    server
        .to(database)
        .body("[{\"grievance_Key\":%s,\"issue\":\"replaced\"}]".formatted(key))
        .put(RunningServer.BATCH)
        .then()
        .body("data.status", contains(200));
    server
        .to(database)
        .get(record + "/filing")
        .then()
        .body("data.claim_Number", equalTo(claim))
        .body("data.auth_Number", equalTo("AUTH-" + claim));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void historyShowsWhatWasFiledAndWhatBecameOfIt(String database, RunningServer server) {
    String record = file(server, database);
    server
        .to(database)
        .body("{\"claim_Number\":-7}")
        .put(record + "/filing")
        .then()
        .statusCode(200);
    server
        .to(database, "grievance-admin")
        .get(record + "/history")
        .then()
        .body("data.change", contains("updated", "created"))
        .body("data[1].after.claim_Number", equalTo(claim))
        .body("data[0].before.claim_Number", equalTo(claim))
        .body("data[0].before.auth_Number", equalTo("AUTH-" + claim))
        .body("data[0].after.claim_Number", equalTo(-7))
        .body("data[0].after.auth_Number", nullValue())
        .body("data[0].after.subscriber_ID", equalTo("000123456"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void grievanceIsFoundByWhatItsFilingSays(String database, RunningServer server) {
    String record = file(server, database);
    int key = Integer.parseInt(record.substring(record.lastIndexOf('/') + 1));
    for (String filter :
        new String[] {
          "claim_Number=" + claim, "auth_Number=AUTH-" + claim, "user_ID=user." + claim
        }) {
      for (String path : new String[] {RECORDS + "?", BASE + "grievances/export?"}) {
        server
            .to(database, "grievance-reader")
            .accept("application/x-ndjson")
            .get(path + filter)
            .then()
            .statusCode(200)
            .body(containsString("\"grievance_Key\":" + key + ","))
            .body(not(containsString("\n{")));
      }
      server
          .to(database, "grievance-reader")
          .get(BASE + "deadlines?" + filter)
          .then()
          .body("data.grievance.grievance_Key", contains(key));
    }
    server
        .to(database)
        .get(RECORDS + "?claim_Number=" + (claim + 1_000_000))
        .then()
        .body("data", empty());
    server.to(database).get(RECORDS + "?claim_Number=" + claim).then().body("data", hasSize(1));
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"claim_Number\":\"7\"}', claim_Number: not an integer.",
    "'{\"auth_Number\":7}', auth_Number: not a text.",
    "'{\"grievance_Key\":1}', grievance_Key: not the one in the path.",
  })
  void filingDetailsThatDoNotFitAreRefused(String body, String detail, RunningServer server) {
    String record = file(server, "alpha");
    server
        .to("alpha")
        .body(body)
        .put(record + "/filing")
        .then()
        .statusCode(400)
        .body("error.detail", equalTo(detail));
    server.to("alpha").get(record + "/filing").then().body("data.claim_Number", equalTo(claim));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void letterOfLastWeekIsFiledWithItsDateOfReceipt(String database, RunningServer server) {
    String letter =
        """
        {"provider_ID":"P1","grievance_Received":"2025-02-24T00:00:00Z","issue":"a letter",
         "issue_Date":"2025-02-20T00:00:00Z"}""";
    Response filed = server.to(database).body(letter).post(BASE + "grievances-file");
    filed
        .then()
        .statusCode(201)
        .body("data.grievance_Received", equalTo("2025-02-24T00:00:00Z"))
        .body("data.issue", equalTo("a letter"))
        .body("data.issue_Date", equalTo("2025-02-20T00:00:00Z"))
        .body("data.grievance_Filed", equalTo(filed.path("data.entry_Date")));
  }
}
