package org.grievances.contract;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.grievances.server.LimitedClients;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Members that are hidden from a client never leave to it, and survive what it writes. */
@ExtendWith(RunningServer.Resolver.class)
class HiddenMembersIT {
  private static final String BASE = "/vbasoftware/";
  private static final String RECORDS = BASE + "grievances";
  private static final String ADMIN = "grievance-admin";
  private static final String SECRET = "sesame";
  private static final String MERGE = "application/merge-patch+json";
  private static final AtomicInteger KEYS = new AtomicInteger(-63_000_000);

  private final int key = KEYS.addAndGet(100);
  private final String record = RECORDS + "/" + key;
  private final String range = "keyFrom=" + key + "&keyTo=" + (key + 100);

  private static RequestSpecification asVendor(RunningServer server, String database) {
    return server
        .credentials(LimitedClients.HIDING, server.token(ADMIN))
        .header("vbasoftware-database", database)
        .contentType("application/json");
  }

  private void create(RunningServer server, String database) {
    String items =
        ("[{\"grievance_Key\":%d,\"issue\":\"%s\",\"resolution\":\"%s\",\"call_Key\":1},"
                + "{\"grievance_Key\":%d,\"issue\":\"%s\",\"call_Key\":1}]")
            .formatted(key, SECRET, SECRET, key + 1, SECRET);
    server.to(database).body(items).put(RunningServer.BATCH).then().statusCode(207);
    server
        .to(database)
        .body("{\"auth_Number\":\"" + SECRET + "\",\"claim_Number\":5}")
        .put(record + "/filing")
        .then()
        .statusCode(200);
    server
        .to(database)
        .body("{\"last_Name\":\"" + SECRET + "\",\"queue\":\"A\"}")
        .put(record + "/case")
        .then()
        .statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void noAnswerHasAHiddenMember(String database, RunningServer server) {
    String place = ChangesFollower.now(server, database).place();
    create(server, database);
    for (String path :
        List.of(
            "grievances?" + range,
            "grievances?sortBy=call_Key&" + range,
            "grievances/export?" + range,
            "grievances/" + key,
            "grievances/" + key + "/filing",
            "grievances/" + key + "/case",
            "grievances/" + key + "/history",
            "grievances/changes?limit=1000&after=" + place,
            "deadlines?" + range)) {
      for (String type : List.of("application/json", "text/csv", "application/x-ndjson")) {
        Response answer =
            Awaitility.await()
                .until(
                    () ->
                        asVendor(server, database)
                            .urlEncodingEnabled(false)
                            .accept(type)
                            .get(BASE + path),
                    each -> each.statusCode() != 503);
        assertTrue(List.of(200, 406).contains(answer.statusCode()), path + " " + type);
        assertHidden(answer, path + " " + type);
      }
    }
  }

  private static void assertHidden(Response answer, String what) {
    String text = answer.asString();
    assertFalse(text.contains(SECRET), what);
    LimitedClients.HIDDEN.forEach(
        member -> assertFalse(text.matches("(?s).*\\b" + member + "\\b.*"), what + " " + member));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void hiddenMembersChooseAndSortNothing(String database, RunningServer server) {
    create(server, database);
    for (String query :
        List.of("q=" + SECRET, "issue_Type=A", "issue_Type.not=A", "auth_Number=A")) {
      for (String path : List.of("grievances", "grievances/export", "deadlines")) {
        asVendor(server, database)
            .get(BASE + path + "?" + query)
            .then()
            .statusCode(403)
            .body("error.type", endsWith("/scope-forbidden"))
            .body("error.detail", containsString("hidden"));
      }
    }
    for (String query :
        List.of(
            "sortBy=issue",
            "sortBy=ISSUE_TYPE:desc",
            "fields=issue,call_Key",
            "fields=last_Name")) {
      asVendor(server, database).get(RECORDS + "?" + query).then().statusCode(400);
    }
    asVendor(server, database).get(BASE + "grievance-statistics").then().statusCode(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void hiddenMembersSurviveWhatTheClientWrites(String database, RunningServer server) {
    create(server, database);
    String value = "{\"call_Key\":2}";
    String batch = "[{\"grievance_Key\":%d,\"call_Key\":3},{\"grievance_Key\":%d,\"call_Key\":3}]";
    assertHidden(asVendor(server, database).body(value).put(record), "put");
    assertKept(server, database, 2);
    assertHidden(
        asVendor(server, database).body(batch.formatted(key, key + 2)).put(RunningServer.BATCH),
        "batch");
    assertKept(server, database, 3);
    asVendor(server, database)
        .contentType("text/csv")
        .body("grievance_Key,call_Key\r\n" + key + ",4\r\n")
        .put(RunningServer.BATCH)
        .then()
        .body("data.status", equalTo(List.of(200)));
    assertKept(server, database, 4);
    assertHidden(
        asVendor(server, database).contentType(MERGE).body("{\"call_Key\":5}").patch(record),
        "patch");
    assertKept(server, database, 5);
    assertHidden(
        asVendor(server, database).body("{\"claim_Number\":6}").put(record + "/filing"), "filing");
    assertKept(server, database, 5);
    assertHidden(
        asVendor(server, database).body("{\"queue\":\"B\"}").put(record + "/case"), "case");
    assertHidden(
        asVendor(server, database)
            .body("[{\"grievance_Key\":%d,\"queue\":\"C\"}]".formatted(key))
            .put(BASE + "grievance-cases-batch"),
        "cases");
    server.to(database).get(record + "/case").then().body("data.queue", equalTo("C"));
    assertKept(server, database, 5);
    String job =
        asVendor(server, database)
            .body(batch.replace("3", "7").formatted(key, key + 2))
            .post(RunningServer.BATCH + "/jobs")
            .header("Location");
    Awaitility.await()
        .until(
            () ->
                asVendor(server, database).get(job).<String>path("data.state").equals("Completed"));
    assertKept(server, database, 7);
    server.to(database).get(RECORDS + "/" + (key + 2)).then().body("data.issue", equalTo(null));
  }

  private void assertKept(RunningServer server, String database, int callKey) {
    Map<String, Object> all = new HashMap<>(server.to(database).get(record).path("data"));
    all.putAll(server.to(database).get(record + "/filing").path("data"));
    all.putAll(server.to(database).get(record + "/case").path("data"));
    assertEquals(
        List.of(SECRET, SECRET, SECRET, SECRET, callKey),
        Stream.of("issue", "resolution", "auth_Number", "last_Name", "call_Key")
            .map(all::get)
            .toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void hiddenMembersCannotBeSet(String database, RunningServer server) {
    create(server, database);
    String item = "{\"grievance_Key\":%d,\"issue\":\"other\"}".formatted(key);
    String error = "issue: hidden from this API key; leave it out";
    for (String query : List.of("", "?merge=true", "?only=existing")) {
      asVendor(server, database)
          .body("[" + item + "]")
          .put(RunningServer.BATCH + query)
          .then()
          .body("data.status", equalTo(List.of(400)))
          .body("data.body", equalTo(List.of(error)));
    }
    asVendor(server, database).body(item).put(record).then().statusCode(400);
    asVendor(server, database)
        .contentType(MERGE)
        .body("{\"issue\":null}")
        .patch(record)
        .then()
        .statusCode(400);
    asVendor(server, database).body(item).post(RECORDS).then().statusCode(400);
    assertKept(server, database, 1);
  }

  /** The tag of what it sees, which tells nothing of the rest, and fits what it writes. */
  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void theTagIsThatOfTheMembersThatAreShown(String database, RunningServer server) {
    create(server, database);
    Response seen = asVendor(server, database).get(record);
    assertNotEquals(server.to(database).get(record).header("ETag"), seen.header("ETag"));
    asVendor(server, database)
        .header("If-Match", seen.header("ETag"))
        .body("{\"call_Key\":9}")
        .put(record)
        .then()
        .statusCode(200);
    assertKept(server, database, 9);
  }
}
