package org.grievances.contract;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests changes of some members of records, by batches and by patches, and batches that only
 * create, only change, or end at a number of failed items.
 */
@ExtendWith(RunningServer.Resolver.class)
class MergeIT {
  private static final String GRIEVANCES = "/vbasoftware/grievances/";
  private static final String PATCH_TYPE = "application/merge-patch+json";
  private static final AtomicInteger NEXT_KEYS = new AtomicInteger(-1_400_000_000);

  /** The first of 100,000 keys that no other test uses. */
  private final int first = NEXT_KEYS.getAndAdd(100_000);

  private static String item(int key, String... members) {
    return "{\"grievance_Key\":"
        + key
        + List.of(members).stream().map(","::concat).collect(Collectors.joining())
        + "}";
  }

  private static ValidatableResponse put(
      RunningServer server, String database, String query, String... items) {
    return server
        .to(database)
        .body(List.of(items).toString())
        .put(RunningServer.BATCH + query)
        .then()
        .statusCode(207);
  }

  private static JsonPath record(RunningServer server, String database, int key) {
    return server
        .to(database)
        .get(GRIEVANCES + key)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath()
        .setRootPath("data");
  }

  private void create(RunningServer server, String database, int records) {
    String[] items =
        IntStream.range(first, first + records)
            .mapToObj(
                key ->
                    item(
                        key,
                        "\"issue\":\"issue of " + key + "\"",
                        "\"subscriber_ID\":\"S1\"",
                        "\"issue_Date\":\"2025-03-01T08:30:00Z\""))
            .toArray(String[]::new);
    put(server, database, "", items)
        .header("items", "created=" + records + ", updated=0, failed=0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void membersThatItemsLackStayAndNullRemoves(String database, RunningServer server) {
    create(server, database, 3);

    put(
            server,
            database,
            "?merge=true",
            item(first, "\"resolution\":\"paid\""),
            item(first + 1, "\"issue\":null", "\"issue_Date\":\"2025-04-01\""),
            item(first + 2),
            item(first + 3, "\"issue\":\"new\""))
        .header("items", "created=1, updated=3, failed=0")
        .body("data.status", equalTo(List.of(200, 200, 200, 201)));

    JsonPath one = record(server, database, first);
    assertEquals("issue of " + first, one.getString("issue"));
    assertEquals("paid", one.getString("resolution"));
    assertEquals("2025-03-01T08:30:00Z", one.getString("issue_Date"));
    JsonPath other = record(server, database, first + 1);
    assertNull(other.getString("issue"));
    assertEquals("S1", other.getString("subscriber_ID"));
    assertEquals("2025-04-01T00:00:00Z", other.getString("issue_Date"));
    assertEquals("issue of " + (first + 2), record(server, database, first + 2).getString("issue"));
    JsonPath fresh = record(server, database, first + 3);
    assertEquals("new", fresh.getString("issue"));
    assertNull(fresh.getString("subscriber_ID"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void aKeyThatIsSentTwiceIsMergedTwice(String database, RunningServer server) {
    put(
            server,
            database,
            "?merge=true",
            item(first, "\"issue\":\"one\""),
            item(first, "\"resolution\":\"two\""))
        .body("data.status", equalTo(List.of(201, 200)));
    JsonPath merged = record(server, database, first);
    assertEquals("one", merged.getString("issue"));
    assertEquals("two", merged.getString("resolution"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void columnsThatCsvLacksStayAndEmptyFieldsRemove(String database, RunningServer server) {
    create(server, database, 2);
    String csv =
        "grievance_Key,resolution,issue_Date\n%d,paid,\n%d,,2025-05-01\n"
            .formatted(first, first + 1);
    server
        .sending(database, "text/csv")
        .body(csv)
        .put(RunningServer.BATCH + "?merge=true")
        .then()
        .body("data.status", equalTo(List.of(200, 200)));
    JsonPath one = record(server, database, first);
    assertEquals("paid", one.getString("resolution"));
    assertNull(one.getString("issue_Date"));
    assertEquals("S1", one.getString("subscriber_ID"));
    assertEquals("issue of " + (first + 1), record(server, database, first + 1).getString("issue"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void aMergeMeetsTheOtherOptions(String database, RunningServer server) {
    create(server, database, 2);
    String change = "\"resolution\":\"paid\"";
    String date = record(server, database, first).getString("update_Date");
    put(
            server,
            database,
            "?merge=true&ifUnchanged=true",
            item(first, change, "\"update_Date\":\"" + date + "\""),
            item(first + 1, change, "\"update_Date\":\"2001-01-01T00:00:00Z\""))
        .body("data.status", equalTo(List.of(200, 412)));
    assertEquals("issue of " + first, record(server, database, first).getString("issue"));

    put(server, database, "?merge=true&atomic=true", item(first + 1, change), "7")
        .header("items", "created=0, updated=0, failed=1, not-applied=1")
        .body("data.status", equalTo(List.of(424, 400)));
    put(server, database, "?merge=true&dryRun=true", item(first + 1, change))
        .header("items", "created=0, updated=1, failed=0")
        .body("data.status", equalTo(List.of(200)));
    assertNull(record(server, database, first + 1).getString("resolution"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void aJobMergesAsABatchDoes(String database, RunningServer server) {
    create(server, database, 2);
    String lines =
        item(first, "\"resolution\":\"paid\"") + "\n" + item(first + 9, "\"issue\":\"new\"") + "\n";
    ended(server, database, "?merge=true&only=existing", "application/x-ndjson", lines)
        .body("data.state", equalTo("Completed"))
        .body("data.updated", equalTo(1))
        .body("data.failed", equalTo(1));
    assertEquals("issue of " + first, record(server, database, first).getString("issue"));
    assertEquals("paid", record(server, database, first).getString("resolution"));
  }

  private static ValidatableResponse ended(
      RunningServer server, String database, String query, String type, String body) {
    String id =
        server
            .sending(database, type)
            .header("Prefer", "respond-async")
            .body(body.getBytes(StandardCharsets.UTF_8))
            .put(RunningServer.BATCH + query)
            .then()
            .statusCode(202)
            .extract()
            .path("data.id");
    return JobsIT.end(server, database, id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void onlyNewRecordsAreCreated(String database, RunningServer server) {
    create(server, database, 1);
    put(
            server,
            database,
            "?only=new",
            item(first, "\"issue\":\"other\""),
            item(first + 1, "\"issue\":\"new\""),
            item(first + 1, "\"issue\":\"again\""))
        .header("items", "created=1, updated=0, failed=2")
        .body("data.status", equalTo(List.of(409, 201, 409)))
        .body("data[0].body", equalTo("Exists already"));
    assertEquals("issue of " + first, record(server, database, first).getString("issue"));
    assertEquals("new", record(server, database, first + 1).getString("issue"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void onlyExistingRecordsAreChanged(String database, RunningServer server) {
    create(server, database, 1);
    for (String merge : List.of("", "&merge=true")) {
      put(
              server,
              database,
              "?only=existing" + merge,
              item(first + 1, "\"issue\":\"new\""),
              item(first, "\"issue\":\"changed\""))
          .body("data.status", equalTo(List.of(404, 200)))
          .body("data[0].body", equalTo("Does not exist"));
      server.to(database).get(GRIEVANCES + (first + 1)).then().statusCode(404);
    }
    assertNull(record(server, database, first).getString("resolution"));
  }

  /** A chunk of which nothing is left to write is none for the database. */
  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void itemsThatAreAllOfMissingRecordsFailByThemselves(String database, RunningServer server) {
    for (String merge : List.of("", "&merge=true")) {
      put(server, database, "?only=existing" + merge, item(first + 900, "\"issue\":\"none\""))
          .body("data.status", equalTo(List.of(404)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void aBatchEndsAtItsNumberOfFailedItems(String database, RunningServer server) {
    put(server, database, "?maxFailures=2", item(first), "1", item(first + 1))
        .body("data.status", equalTo(List.of(201, 400, 201)));
    put(server, database, "?maxFailures=2", item(first + 2), "1", "2", item(first + 3), "3")
        .header("items", "created=0, updated=0, failed=3, not-applied=2")
        .body("data.status", equalTo(List.of(424, 400, 400, 424, 400)))
        .body("data[0].body", startsWith("Not applied: "));
    server.to(database).get(GRIEVANCES + (first + 2)).then().statusCode(404);
  }

  /** Its parts have 5,000 items. */
  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void aJobEndsAfterThePartWithItsNumberOfFailedItems(String database, RunningServer server) {
    String lines =
        IntStream.range(first, first + 12_000)
            .mapToObj(key -> key == first + 1 ? "1" : item(key))
            .collect(Collectors.joining("\n"));
    ended(server, database, "?maxFailures=1", "application/x-ndjson", lines)
        .body("data.state", equalTo("Failed"))
        .body("data.problem", containsString("maxFailures"))
        .body("data.read", equalTo(5_000))
        .body("data.created", equalTo(4_999))
        .body("data.failed", equalTo(1));
    server.to(database).get(GRIEVANCES + (first + 4_999)).then().statusCode(200);
    server.to(database).get(GRIEVANCES + (first + 5_000)).then().statusCode(404);
  }

  @ParameterizedTest
  @CsvSource({
    "merge=yes, The parameter merge must be true or false.",
    "only=old, The parameter only must be new or existing.",
    "only=any, The parameter only must be new or existing.",
    "maxFailures=0, The parameter maxFailures must be a number from 1 to 2147483647.",
    "maxFailures=x, The parameter maxFailures must be a number from 1 to 2147483647."
  })
  void invalidParametersAreRefused(String query, String detail, RunningServer server) {
    server
        .to("alpha")
        .body("[]")
        .put(RunningServer.BATCH + "?" + query)
        .then()
        .statusCode(400)
        .body("error.detail", equalTo(detail));
  }

  @Test
  void aBatchThatDeletesHasNoSuchParameters(RunningServer server) {
    server
        .to("alpha")
        .body("[]")
        .delete(RunningServer.BATCH + "?merge=true")
        .then()
        .statusCode(400);
    server
        .to("alpha")
        .body("[]")
        .post(RunningServer.BATCH + "/jobs?action=delete&only=existing")
        .then()
        .statusCode(400)
        .body("error.detail", equalTo("The parameters merge and only are for action=put."));
    server
        .to("alpha")
        .body("[]")
        .post(RunningServer.BATCH + "/jobs?action=delete&merge=false&dryRun=true")
        .then()
        .statusCode(202);
    server
        .to("alpha")
        .body("[]")
        .delete(RunningServer.BATCH + "?maxFailures=1")
        .then()
        .statusCode(207)
        .header("items", "deleted=0, failed=0");
  }

  private static Response patch(RunningServer server, String database, int key, String body) {
    return server.sending(database, PATCH_TYPE).body(body).patch(GRIEVANCES + key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void aPatchChangesTheMembersThatItHas(String database, RunningServer server) {
    create(server, database, 1);
    String tag = server.to(database).get(GRIEVANCES + first).header("ETag");
    String patch = "{\"resolution\":\"paid\",\"issue_Date\":null}";

    Response patched =
        server
            .sending(database, PATCH_TYPE)
            .header("If-Match", tag)
            .body(patch)
            .patch(GRIEVANCES + first);

    patched
        .then()
        .statusCode(200)
        .header("ETag", not(tag))
        .header("Content-Location", GRIEVANCES + first)
        .body("data.issue", equalTo("issue of " + first))
        .body("data.resolution", equalTo("paid"))
        .body("data.issue_Date", nullValue())
        .body("data.subscriber_ID", equalTo("S1"));
    server
        .to(database)
        .get(GRIEVANCES + first)
        .then()
        .header("ETag", patched.header("ETag"))
        .body("data", equalTo(patched.path("data")));
    server
        .sending(database, PATCH_TYPE)
        .header("If-Match", tag)
        .body(patch)
        .patch(GRIEVANCES + first)
        .then()
        .statusCode(412);
  }

  @Test
  void aPatchThatCannotBeAppliedChangesNothing(RunningServer server) {
    create(server, "delta", 1);
    patch(server, "delta", first + 1, "{}").then().statusCode(404);
    patch(server, "delta", first, "[]").then().statusCode(400);
    patch(server, "delta", first, "{\"grievance_Key\":7}")
        .then()
        .statusCode(400)
        .body("error.detail", equalTo("grievance_Key: not the one in the path."));
    patch(server, "delta", first, "{\"member_Seq\":\"123\",\"issue\":\"x\"}")
        .then()
        .statusCode(400)
        .body("error.detail", equalTo("member_Seq: 3 characters, at most 2."));
    assertEquals("issue of " + first, record(server, "delta", first).getString("issue"));
  }

  @Test
  void aPatchIsNoReplacement(RunningServer server) {
    create(server, "delta", 1);
    String body = "{\"resolution\":\"paid\"}";
    server
        .sending("delta", PATCH_TYPE)
        .body(body)
        .put(GRIEVANCES + first)
        .then()
        .statusCode(415)
        .header("Accept", not(containsString(PATCH_TYPE)));
    server
        .sending("delta", PATCH_TYPE)
        .body("[" + item(first) + "]")
        .put(RunningServer.BATCH)
        .then()
        .statusCode(415);
    server
        .to("delta")
        .body(body)
        .patch(GRIEVANCES + first)
        .then()
        .statusCode(415)
        .header("Accept-Patch", PATCH_TYPE);
    server
        .to("delta")
        .options(GRIEVANCES + first)
        .then()
        .header("Allow", containsString("PATCH"))
        .header("Accept-Patch", PATCH_TYPE);
    server
        .to("delta")
        .post(GRIEVANCES + first)
        .then()
        .statusCode(405)
        .header("Accept-Patch", PATCH_TYPE);
    server.to("delta").options(RunningServer.BATCH).then().header("Accept-Patch", nullValue());
    assertEquals("issue of " + first, record(server, "delta", first).getString("issue"));
  }

  @Test
  void readersMayNotPatch(RunningServer server) {
    create(server, "delta", 1);
    server
        .to("delta", "grievance-reader")
        .contentType(PATCH_TYPE)
        .body("{}")
        .patch(GRIEVANCES + first)
        .then()
        .statusCode(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void theHistoryShowsTheWholeRecordBeforeAMerge(String database, RunningServer server) {
    create(server, database, 1);
    put(server, database, "?merge=true", item(first, "\"issue\":\"changed\""));
    patch(server, database, first, "{\"resolution\":\"paid\"}").then().statusCode(200);
    server
        .to(database, "grievance-admin")
        .get(GRIEVANCES + first + "/history")
        .then()
        .statusCode(200)
        .body("data.size()", is(3))
        .body("data[1].before.issue", equalTo("issue of " + first))
        .body("data[1].after.issue", equalTo("changed"))
        .body("data[1].after.subscriber_ID", equalTo("S1"))
        .body("data[0].before.resolution", nullValue())
        .body("data[0].after.resolution", equalTo("paid"))
        .body("data[0].after.issue", equalTo("changed"));
  }
}
