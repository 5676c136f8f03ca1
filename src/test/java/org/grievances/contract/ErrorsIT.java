package org.grievances.contract;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests errors as data, which a caller asks for by {@code Prefer: errors=structured}. */
@ExtendWith(RunningServer.Resolver.class)
class ErrorsIT {
  private static final String GRIEVANCES = "/vbasoftware/grievances/";
  private static final String PREFER = "Prefer";
  private static final String APPLIED = "Preference-Applied";
  private static final String STRUCTURED = "errors=structured";
  private static final String STRICT = "handling=strict, errors=structured";
  private static final String NDJSON = "application/x-ndjson";
  private static final String CSV = "text/csv";
  private static final AtomicInteger NEXT_KEYS = new AtomicInteger(-1_300_000_000);

  /** The first of 1,000 keys that no other test uses. */
  private final int first = NEXT_KEYS.getAndAdd(1_000);

  private static RequestSpecification structured(
      RunningServer server, String database, String type) {
    return server.sending(database, type).header(PREFER, STRICT);
  }

  private static JsonPath put(RunningServer server, String database, String query, String items) {
    return structured(server, database, "application/json")
        .body(items)
        .put(RunningServer.BATCH + query)
        .then()
        .statusCode(207)
        .header(APPLIED, equalTo("handling=strict, errors=structured"))
        .extract()
        .jsonPath();
  }

  private static Map<String, Object> error(String member, String code, String message) {
    Map<String, Object> error = new HashMap<>();
    error.put("member", member);
    error.put("code", code);
    error.put("message", message);
    return error;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                            | grievance_Key | required       | required
          {"grievance_Key":1,"member_Seq":"001"}        | member_Seq    | too-long       | 3 characters, at most 2
          {"grievance_Key":1,"issue":7}                 | issue         | wrong-type     | not a text
          {"grievance_Key":"x"}                         | grievance_Key | wrong-type     | not an integer
          {"grievance_Key":1,"issue_Date":"Tuesday"}    | issue_Date    | not-a-date     | not an ISO 8601 date-time, such as 2025-03-01T08:30:00Z
          {"grievance_Key":1,"issue_Date":"2025-02-30"} | issue_Date    | not-a-date     | not a day of the calendar
          {"grievance_Key":1,"issue_Date":"0001-01-01T00:00:00+12:00"} | issue_Date | out-of-range | not in the years 0001 to 9999, in UTC
          {"grievance_Key":99999999999}                 | grievance_Key | out-of-range   | not in -2147483648 … 2147483647
          {"grievance_Key":1,"isue":"a"}                | isue          | unknown-member | unknown member
          {"grievance_Key":1,"issue":"\\u0000"}         | issue         | not-allowed    | holds the character NUL
          7                                             |               | malformed      | The item is not a JSON object
          """)
  void theErrorOfAnItemIsItsTextAsData(
      String item, String member, String code, String message, RunningServer server) {
    JsonPath answer = put(server, "alpha", "", "[" + item + "]");
    assertEquals(400, answer.getInt("data[0].status"));
    Map<String, Object> error = new HashMap<>(answer.getMap("data[0].errors[0]"));
    assertEquals(code.equals("too-long") ? 3 : null, error.remove("length"));
    assertEquals(code.equals("too-long") ? 2 : null, error.remove("limit"));
    assertEquals(error(member, code, message), error);
    assertEquals(1, answer.getList("data[0].errors").size());
    assertEquals(
        member == null ? message : member + ": " + message, answer.getString("data[0].body"));
  }

  @Test
  void anItemThatDidNotFailHasNoErrorsAndNobodyGetsThemUnasked(RunningServer server) {
    String items = "[{\"grievance_Key\":" + first + "},{}]";
    JsonPath answer = put(server, "alpha", "", items);
    assertFalse(answer.getMap("data[0]").containsKey("errors"));
    assertEquals(1, answer.getList("data[1].errors").size());
    server
        .to("alpha")
        .body(items)
        .put(RunningServer.BATCH)
        .then()
        .header(APPLIED, nullValue())
        .body("data", everyItem(not(hasKey("errors"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void errorsOfRecordsThatAreThereAreDataToo(String database, RunningServer server) {
    String one = "{\"grievance_Key\":" + first + "}";
    String other = "{\"grievance_Key\":" + (first + 1) + "}";
    put(server, database, "", "[" + one + "]");
    String old = one.replace("}", ",\"update_Date\":\"2001-01-01T00:00:00Z\"}");
    String gone = other.replace("}", ",\"update_Date\":\"2001-01-01T00:00:00Z\"}");
    assertCodes(List.of("exists"), put(server, database, "?only=new", "[" + one + "]"));
    assertCodes(List.of("missing"), put(server, database, "?only=existing", "[" + other + "]"));
    assertCodes(
        List.of("changed", "missing"),
        put(server, database, "?ifUnchanged=true", "[" + old + "," + gone + "]"));
    assertCodes(
        List.of("not-applied", "malformed"),
        put(server, database, "?atomic=true", "[" + other + ",7]"));
    JsonPath deleted =
        structured(server, database, "application/json")
            .body("[" + other + "]")
            .delete(RunningServer.BATCH)
            .jsonPath();
    assertCodes(List.of("missing"), deleted);
    assertCodes(
        List.of("not-allowed"),
        structured(server, database, "application/json")
            .body("[" + one + "]")
            .post(RunningServer.BATCH)
            .jsonPath());
  }

  private static void assertCodes(List<String> codes, JsonPath answer) {
    assertEquals(codes, answer.getList("data.errors.code.flatten()"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void aRepeatedBatchHasTheSameErrorsInTheFormThatItAsksFor(String database, RunningServer server) {
    String key = "\"" + UUID.randomUUID() + "\"";
    String csv =
        "grievance_Key,member_Seq,issue_Date\n%d,,\n%d,001,x\n".formatted(first, first + 1);
    for (String prefer : List.of("a=b", STRUCTURED, "a=b")) {
      Response answer =
          server
              .sending(database, CSV)
              .header("Idempotency-Key", key)
              .header(PREFER, prefer)
              .body(csv)
              .put(RunningServer.BATCH);
      answer
          .then()
          .statusCode(207)
          .body("data[0].body", equalTo("Created"))
          .body(
              "data[1].body",
              startsWith("Line 3: member_Seq: 3 characters, at most 2; issue_Date: not an ISO"));
      List<Object> codes = answer.jsonPath().getList("data[1].errors.code");
      assertEquals(prefer.equals(STRUCTURED) ? List.of("too-long", "not-a-date") : null, codes);
      if (codes != null) {
        assertEquals(List.of(3, 3), answer.jsonPath().getList("data[1].errors.line"));
        assertEquals(2, answer.jsonPath().getInt("data[1].errors[0].limit"));
      }
    }
  }

  @Test
  void linesAndRowsHaveThemToo(RunningServer server) {
    String csv = "grievance_Key,member_Seq\n%d,1\n%d,001\n%d\n".formatted(first, first + 1, first);
    String lines =
        structured(server, "alpha", CSV)
            .accept(NDJSON)
            .body(csv)
            .put(RunningServer.BATCH)
            .asString();
    assertTrue(
        lines.contains(
            ",\"errors\":[{\"member\":null,\"code\":\"field-count\",\"message\":\"has 1 fields, but the"
                + " header row has 2\",\"line\":4}]}"),
        lines);
    List<String> rows =
        structured(server, "alpha", CSV)
            .accept(CSV)
            .body(csv)
            .put(RunningServer.BATCH)
            .asString()
            .lines()
            .toList();
    assertEquals("item,grievance_Key,status,body,errors", rows.get(0));
    assertTrue(rows.get(1).endsWith(",200,Updated,[]"), rows.get(1));
    assertTrue(rows.get(2).contains("\"[{\"\"member\"\":\"\"member_Seq\"\""), rows.get(2));
  }

  @ParameterizedTest
  @CsvSource({"alpha, " + NDJSON, "delta, " + CSV, "spread, " + CSV})
  void failedItemsOfAJobHaveThemAndAreAcceptedOnceCorrected(
      String database, String type, RunningServer server) {
    String body =
        type.equals(CSV)
            ? "grievance_Key,member_Seq\n%d,001\n".formatted(first)
            : "{\"grievance_Key\":%d,\"member_Seq\":\"001\"}\n".formatted(first);
    String id =
        server
            .sending(database, type)
            .header(PREFER, "respond-async")
            .body(body.getBytes(StandardCharsets.UTF_8))
            .put(RunningServer.BATCH)
            .then()
            .statusCode(202)
            .extract()
            .path("data.id");
    JobsIT.end(server, database, id).body("data.failed", equalTo(1));
    String failed = "/vbasoftware/jobs/" + id + "/failed";

    Response lines = server.to(database).accept(NDJSON).header(PREFER, STRUCTURED).get(failed);
    lines.then().header(APPLIED, STRUCTURED);
    JsonPath line = JsonPath.from(lines.asString());
    assertEquals("too-long", line.getString("errors[0].code"));
    assertEquals("member_Seq", line.getString("errors[0].member"));
    String rows = server.to(database).accept(CSV).header(PREFER, STRUCTURED).get(failed).asString();
    assertTrue(rows.lines().findFirst().orElseThrow().endsWith(",status,body,errors"), rows);

    for (String again : List.of(lines.asString(), rows)) {
      server
          .sending(database, again.startsWith("{") ? NDJSON : CSV)
          .header(PREFER, STRICT)
          .body(again.replace("001", "01").getBytes(StandardCharsets.UTF_8))
          .put(RunningServer.BATCH)
          .then()
          .statusCode(207)
          .body("data.status", everyItem(is(again.startsWith("{") ? 201 : 200)));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          application/json | {"grievance_Key":1,"member_Seq":"001"} | /vbasoftware/grievances  | 400 | member_Seq    | too-long  | #/member_Seq
          application/json | {"grievance_Key":1                     | /vbasoftware/grievances  | 400 |               | malformed |
          application/json | {}                                     | /vbasoftware/grievances-file | 400 | subscriber_ID | required | #/subscriber_ID
          """)
  void theErrorsOfABodyAreDataOfItsProblem(
      String type,
      String body,
      String path,
      int status,
      String member,
      String code,
      String pointer,
      RunningServer server) {
    structured(server, "alpha", type)
        .body(body)
        .post(path)
        .then()
        .statusCode(status)
        .header(APPLIED, containsString(STRUCTURED))
        .body("error.errors[0].member", equalTo(member))
        .body("error.errors[0].code", equalTo(code))
        .body("error.errors[0].pointer", equalTo(pointer));
    server.sending("alpha", type).body(body).post(path).then().body("error.errors", nullValue());
  }

  @Test
  void theErrorOfABodySaysWhereItIs(RunningServer server) {
    structured(server, "alpha", "application/json")
        .body("[{\"grievance_Key\":1},\n {oops}]")
        .put(RunningServer.BATCH)
        .then()
        .statusCode(400)
        .body("error.errors[0].line", equalTo(2))
        .body("error.errors[0].column", equalTo(3));
    structured(server, "alpha", CSV)
        .body("grievance_Key,issue,Issue\n1,a,b\n")
        .put(RunningServer.BATCH)
        .then()
        .statusCode(400)
        .body("error.errors[0].code", equalTo("duplicate-member"))
        .body("error.errors[0].member", equalTo("issue"));
    structured(server, "alpha", CSV)
        .body("issue\na\n")
        .put(RunningServer.BATCH)
        .then()
        .statusCode(400)
        .body("error.errors[0].code", equalTo("required"))
        .body("error.errors[0].member", equalTo("grievance_Key"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void theErrorsOfOneRecordAreDataOfItsProblem(String database, RunningServer server) {
    String body = "{\"grievance_Key\":" + first + "}";
    RequestSpecification to = structured(server, database, "application/json");
    to.body(body).post("/vbasoftware/grievances").then().statusCode(201);
    to.body(body)
        .post("/vbasoftware/grievances")
        .then()
        .statusCode(409)
        .body("error.errors.code", equalTo(List.of("exists")));
    to.header("If-Match", "\"x\"")
        .put(GRIEVANCES + first)
        .then()
        .statusCode(412)
        .body("error.errors.code", equalTo(List.of("changed")));
    server
        .to(database)
        .header(PREFER, STRUCTURED)
        .get(GRIEVANCES + (first + 9))
        .then()
        .statusCode(404)
        .body("error.errors.code", equalTo(List.of("missing")));
  }
}
