package org.grievances.contract;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.grievances.server.RunningServer;
import org.grievances.server.SampleGrievances;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests paging, sorting and counting of lists, mostly in databases that no other test fills, on
 * Derby and PostgreSQL.
 */
@ExtendWith(RunningServer.Resolver.class)
class ListIT {
  private static final String PATH = "/vbasoftware/grievances";
  private static final int COUNT = 57;

  @BeforeEach
  void fill(RunningServer server) {
    for (String database : List.of("listed-derby", "listed-postgresql", "listed-spread")) {
      server.awaitUse(database);
      List<Integer> keys = page(server, database, "pageSize=1000").path("data.grievance_Key");
      String all = keys.stream().map("{\"grievance_Key\":%d}"::formatted).toList().toString();
      server.to(database).body(all).delete(RunningServer.BATCH).then().statusCode(207);
      String samples = new SampleGrievances(3).batch(1, COUNT).toString();
      server.to(database).body(samples).put(RunningServer.BATCH).then().statusCode(207);
    }
  }

  private static Response page(RunningServer server, String database, String query) {
    return server.to(database).get(PATH + "?" + query);
  }

  private static List<Map<String, Object>> allPages(
      RunningServer server, String database, String sortBy) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (int number = 1; number <= 6; number++) {
      String query = "pageSize=10&page=" + number + "&sortBy=" + sortBy;
      all.addAll(page(server, database, query).path("data"));
    }
    return all;
  }

  private static List<Object> values(List<Map<String, Object>> records, String member) {
    return records.stream().map(each -> each.get(member)).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"listed-derby", "listed-postgresql", "listed-spread"})
  void thePaginationHeaderDescribesThePage(String database, RunningServer server) {
    Response response = page(server, database, "page=6&pageSize=10");
    response
        .then()
        .statusCode(200)
        .body("data.grievance_Key", equalTo(List.of(51, 52, 53, 54, 55, 56, 57)));
    assertEquals(
        Map.of("TotalCount", COUNT, "TotalPages", 6, "CurrentPage", 6, "PageSize", 10),
        new JsonPath(response.header("X-Pagination")).getMap(""));
    page(server, database, "page=1").then().body("data.size()", equalTo(COUNT));
    page(server, database, "page=7&pageSize=10").then().statusCode(200).body("data", empty());
    page(server, database, "page=2147483647&pageSize=1000").then().body("data", empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"listed-derby", "listed-postgresql", "listed-spread"})
  void aListIsSortedBySortByAndThenByKey(String database, RunningServer server) {
    List<Map<String, Object>> all = allPages(server, database, "grievance_Key:desc");
    assertEquals(
        IntStream.rangeClosed(1, COUNT).mapToObj(i -> (Object) (COUNT + 1 - i)).toList(),
        values(all, "grievance_Key"));

    List<Map<String, Object>> sorted = new ArrayList<>(all);
    sorted.sort(
        Comparator.comparing((Map<String, Object> each) -> each.get("grievance_Source").toString())
            .reversed()
            .thenComparing(each -> each.get("grievance_Type").toString())
            .thenComparing(each -> (Integer) each.get("grievance_Key")));
    assertEquals(
        values(sorted, "grievance_Key"),
        values(
            allPages(server, database, "GRIEVANCE_SOURCE:DESC, grievance_type"), "grievance_Key"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"listed-derby", "listed-postgresql", "listed-spread"})
  void insertingARecordAtTheEndDoesNotMoveEarlierPages(String database, RunningServer server) {
    List<Integer> before = page(server, database, "pageSize=10").path("data.grievance_Key");
    server
        .to(database)
        .body("{\"grievance_Key\":" + (COUNT + 1) + "}")
        .post(PATH)
        .then()
        .statusCode(201);
    List<Integer> after = page(server, database, "pageSize=10").path("data.grievance_Key");
    assertEquals(before, after);
    List<Integer> next = page(server, database, "pageSize=10&page=2").path("data.grievance_Key");
    assertEquals(IntStream.rangeClosed(11, 20).boxed().toList(), next);
  }

  @ParameterizedTest
  @ValueSource(strings = {"listed-derby", "listed-postgresql", "listed-spread"})
  void noRecordIsSkippedOrRepeatedWhileOthersAreInsertedAtTheEnd(
      String database, RunningServer server) throws Exception {
    for (String sortBy : List.of("grievance_Key", "subscriber_ID", "issue_Type")) {
      fill(server);
      List<Object> expected = values(allPages(server, database, sortBy), "grievance_Key");
      AtomicBoolean stop = new AtomicBoolean();
      Thread writer = new Thread(() -> insertAtTheEnd(server, database, stop));
      writer.start();
      try {
        for (int time = 0; time < 3; time++) {
          List<Object> listed = values(allPages(server, database, sortBy), "grievance_Key");
          assertEquals(expected, listed.subList(0, COUNT), sortBy);
        }
      } finally {
        stop.set(true);
        writer.join();
      }
    }
  }

  /** Inserts records that come last in every tested order, until it is stopped. */
  private static void insertAtTheEnd(RunningServer server, String database, AtomicBoolean stop) {
    for (int key = COUNT + 1; !stop.get(); key++) {
      String record =
          "[{\"grievance_Key\":%d,\"subscriber_ID\":\"Z\",\"issue_Type\":\"Z\"}]".formatted(key);
      server.to(database).body(record).put(RunningServer.BATCH).then().statusCode(207);
    }
  }

  @Test
  void totalCountIncludesRowsWrittenBySql(RunningServer server) throws SQLException {
    String insert =
        "insert into grievances (grievance_key, entry_date, update_date)"
            + " select k, now(), now() from generate_series(-1050, -1001) k";
    try (Connection connection = server.postgres("listed");
        Statement sql = connection.createStatement()) {
      int before = totalCount(server, "listed-postgresql");
      sql.execute(insert);
      assertEquals(before + 50, totalCount(server, "listed-postgresql"));
      sql.execute(insert + " on conflict do nothing");
      sql.execute("delete from grievances where grievance_key between -1050 and -1011");
      assertEquals(before + 10, totalCount(server, "listed-postgresql"));
      sql.execute("delete from grievances where grievance_key between -1050 and -1001");
      assertEquals(before, totalCount(server, "listed-postgresql"));
    }
  }

  private static int totalCount(RunningServer server, String database) {
    String pagination = page(server, database, "pageSize=1").header("X-Pagination");
    return new JsonPath(pagination).getInt("TotalCount");
  }

  @ParameterizedTest
  @CsvSource({
    "page=0, page",
    "page=-1, page",
    "page=x, page",
    "page=2147483648, page",
    "page=, page",
    "pageSize=0, pageSize",
    "pageSize=1001, pageSize",
    "sortBy=, sortBy",
    "sortBy=nothing, sortBy",
    "sortBy=issue:up, sortBy",
    "'sortBy=issue,', sortBy",
    "sortBy=issue;drop table grievances, sortBy",
  })
  void invalidParametersAreRefused(String query, String parameter, RunningServer server) {
    page(server, "listed-derby", query)
        .then()
        .statusCode(400)
        .body("error.detail", containsString("The parameter " + parameter));
  }

  @Test
  void readersMayList(RunningServer server) {
    server
        .credentials(server.secrets().apiKey(), server.token("grievance-reader"))
        .header("vbasoftware-database", "listed-derby")
        .get(PATH)
        .then()
        .statusCode(200);
  }
}
