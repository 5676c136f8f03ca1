package org.grievances.contract;

import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A caller chooses the members that the records of lists, exports and changes have. */
@ExtendWith(RunningServer.Resolver.class)
class FieldsIT {
  private static final String LIST = "/vbasoftware/grievances";
  private static final String CHANGES = LIST + "/changes";
  private static final int FIRST = -1_747_000;
  private static final int COUNT = 9;

  @BeforeAll
  static void load(RunningServer server) {
    for (String database : List.of("alpha", "delta", "spread", "partitioned")) {
      put(server, database, "=1");
    }
  }

  private static void put(RunningServer server, String database, String issue) {
    String items =
        IntStream.range(FIRST, FIRST + COUNT)
            .mapToObj(
                key ->
                    "{\"grievance_Key\":%d,\"issue\":\"%s\",\"member_Seq\":\"%d\"}"
                        .formatted(key, issue, key % 3 + 3))
            .collect(Collectors.joining(",", "[", "]"));
    server.to(database).body(items).put(RunningServer.BATCH).then().statusCode(207);
  }

  private static RequestSpecification among(RunningServer server, String database) {
    return server
        .to(database, "grievance-reader")
        .queryParam("keyFrom", FIRST)
        .queryParam("keyTo", FIRST + COUNT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread", "partitioned"})
  void recordsHaveTheChosenMembersInTheirOrder(String database, RunningServer server) {
    Response page = among(server, database).queryParam("fields", "issue,GRIEVANCE_key").get(LIST);
    page.then().statusCode(200);
    assertTrue(
        page.asString()
            .startsWith("{\"data\":[{\"issue\":\"=1\",\"grievance_Key\":" + FIRST + "},"),
        page::asString);
    for (boolean isExport : new boolean[] {false, true}) {
      String csv = lines(server, database, isExport, "text/csv", "member_Seq%20,issue,issue");
      assertEquals("member_Seq,issue", csv.lines().findFirst().orElseThrow());
      assertEquals(COUNT + 1, csv.lines().count());
      assertTrue(csv.endsWith(",'=1\r\n"), csv);
      assertEquals(
          "{\"resolution\":null}\n".repeat(COUNT),
          lines(server, database, isExport, "application/x-ndjson", "resolution"));
    }
  }

  private static String lines(
      RunningServer server, String database, boolean isExport, String type, String fields) {
    String query = "keyFrom=%d&keyTo=%d&fields=%s".formatted(FIRST, FIRST + COUNT, fields);
    Response response =
        isExport
            ? server.export(database, type, query)
            : server
                .to(database, "grievance-reader")
                .urlEncodingEnabled(false)
                .accept(type)
                .get(LIST + "?" + query);
    return response.asString();
  }

  /** The place of a page is known by members that the caller has not chosen. */
  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread", "partitioned"})
  void pagesFollowOneAnotherInAnOrderOfOtherMembers(String database, RunningServer server) {
    List<Map<String, Object>> found = new ArrayList<>();
    String after = null;
    do {
      RequestSpecification request =
          among(server, database)
              .queryParam("fields", "grievance_Key")
              .queryParam("sortBy", "member_Seq:desc")
              .queryParam("pageSize", 2);
      Response page = (after == null ? request : request.queryParam("after", after)).get(LIST);
      page.then().statusCode(200);
      found.addAll(page.path("data"));
      String link = page.header("Link");
      after = link == null ? null : link.replaceFirst(".*[?&]after=([^&>]+).*", "$1");
      assertTrue(link == null || link.contains("fields=grievance_Key"), link);
    } while (after != null);
    List<Map<String, Integer>> expected =
        IntStream.range(FIRST, FIRST + COUNT)
            .boxed()
            .sorted((a, b) -> a % 3 == b % 3 ? b - a : b % 3 - a % 3)
            .map(key -> Map.of("grievance_Key", key))
            .toList();
    assertEquals(expected, found);
    Response last =
        among(server, database)
            .queryParam("fields", "issue")
            .queryParam("sortBy", "member_Seq")
            .queryParam("pageSize", 2)
            .queryParam("page", 5)
            .get(LIST);
    assertEquals(List.of(Map.of("issue", "=1")), last.path("data"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread", "partitioned"})
  void recordsOfChangesHaveThem(String database, RunningServer server) {
    String place = ChangesFollower.now(server, database).place();
    put(server, database, "changed");
    server.to(database).delete(LIST + "/" + FIRST).then().statusCode(204);
    List<Map<String, Object>> all = new ArrayList<>();
    List<String> rows = new ArrayList<>();
    for (String next = place; all.size() < COUNT + 1; ) {
      Response page = changes(server, database, next).get(CHANGES);
      page.then().statusCode(200);
      List<Map<String, Object>> changes = page.path("data");
      changes.stream().filter(FieldsIT::isOfThisTest).forEach(all::add);
      String csv = changes(server, database, next).accept("text/csv").get(CHANGES).asString();
      assertEquals(
          "change,at,user,client,activityID,grievance_Key,issue",
          csv.lines().findFirst().orElseThrow());
      csv.lines().skip(1).filter(FieldsIT::isOfThisTest).forEach(rows::add);
      next = page.header("Link").replaceFirst(".*[?&]after=([^&>]+).*", "$1");
    }
    assertEquals(Map.of("issue", "changed"), all.get(0).get("grievance"));
    Map<String, Object> deletion = new LinkedHashMap<>(all.get(COUNT));
    assertEquals(FIRST, deletion.get("grievance_Key"));
    assertEquals(null, deletion.get("grievance"));
    assertTrue(rows.get(0).endsWith("," + FIRST + ",changed"), rows.get(0));
    assertTrue(rows.get(COUNT).endsWith("," + FIRST + ","), rows.get(COUNT));
    server.to(database).body("{\"grievance_Key\":" + FIRST + "}").post(LIST);
    put(server, database, "=1");
  }

  private static RequestSpecification changes(RunningServer server, String database, String after) {
    return server
        .to(database)
        .queryParam("after", after)
        .queryParam("fields", "issue")
        .queryParam("limit", 1000);
  }

  private static boolean isOfThisTest(Map<String, Object> change) {
    int key = (Integer) change.get("grievance_Key");
    return key >= FIRST && key < FIRST + COUNT;
  }

  private static boolean isOfThisTest(String row) {
    return row.matches(".*,-17470\\d\\d,.*|.*,-17469\\d\\d,.*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"grievance-statuses", "grievance-types"})
  void entriesOfListsOfCodesHaveThem(String list, RunningServer server) {
    Response page =
        server
            .to("coded-derby", "grievance-admin")
            .queryParam("fields", "description")
            .get("/vbasoftware/" + list);
    page.then().statusCode(200);
    page.<List<Map<String, Object>>>path("data")
        .forEach(entry -> assertEquals(List.of("description"), List.copyOf(entry.keySet())));
  }

  @ParameterizedTest
  @CsvSource({
    "grievances, 'issue,colour', colour",
    "grievances, '', ''",
    "grievances, 'issue,', ''",
    "grievances, member_ID, member_ID",
    "grievances/export, colour, colour",
    "grievances/changes, colour, colour",
    "grievance-statuses, issue, issue",
  })
  void memberThatIsNotThereIsRefused(
      String path, String fields, String named, RunningServer server) {
    Response refused =
        server
            .to("alpha")
            .accept(path.endsWith("export") ? "text/csv" : "application/json")
            .queryParam("fields", fields)
            .queryParams(path.endsWith("changes") ? Map.of("from", "now") : Map.of())
            .get("/vbasoftware/" + path);
    refused
        .then()
        .statusCode(400)
        .body(
            "error.detail",
            containsString("The parameter fields names a member that is not there: " + named));
    assertFalse(refused.asString().contains("Exception"), refused.asString());
  }
}
