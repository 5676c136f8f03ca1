package org.grievances.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests which indexes a large table gets when it is listed in an order, and that the pages are the
 * same before and after.
 */
@ExtendWith(RunningServer.Resolver.class)
class SortIndexIT {
  private static final String POSTGRESQL = "sorted";
  private static final String DERBY = "unkept-derby";
  private static final int FIRST_KEY = 50_000_000;
  private static final int ROWS = 12_000;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  @Test
  void sortingAListByAColumnCreatesItsIndex(RunningServer server) throws Exception {
    List<String> orders = List.of("issue", "call_Key:desc", "grievance_Status");
    withRows(
        server,
        POSTGRESQL,
        () -> {
          List<Object> before = firstPages(server, POSTGRESQL, orders);
          for (String column : List.of("issue", "call_key", "grievance_status")) {
            await(column).atMost(TIMEOUT).until(() -> isValid(server, "grievances_by_" + column));
          }
          assertFalse(
              isValid(server, "grievances_by_resolution"), "no list was sorted by this column");
          assertEquals(before, firstPages(server, POSTGRESQL, orders));
          assertSamePages(server, POSTGRESQL, "call_Key");
          assertSamePages(server, POSTGRESQL, "issue:desc");
          return null;
        });
  }

  /** A search finds the same before and after. */
  @Test
  void searchingForWordsCreatesTheirIndex(RunningServer server) throws Exception {
    withRows(
        server,
        POSTGRESQL,
        () -> {
          Object before = firstPage(server, POSTGRESQL, "grievance_Key&q=4711");
          await("words").atMost(TIMEOUT).until(() -> isValid(server, "grievances_by_words"));
          assertEquals(1, ((List<?>) before).size());
          assertEquals(before, firstPage(server, POSTGRESQL, "grievance_Key&q=4711"));
          assertEquals(before, firstPage(server, POSTGRESQL, "issue:desc&q=4711"));
          return null;
        });
  }

  /** Derby reads an index in one direction only, and others would cost writers too much. */
  @Test
  void derbyGetsAnIndexOfKeysThatGoDown(RunningServer server) throws Exception {
    List<String> orders = List.of("issue", "call_Key:desc", "call_Key", "grievance_Key:desc");
    withRows(
        server,
        DERBY,
        () -> {
          List<Object> before = firstPages(server, DERBY, orders);
          String line = DERBY + ": index grievances_by_grievance_key_desc was made";
          await(line).atMost(TIMEOUT).until(() -> server.logs().contains(line));
          assertEquals(before, firstPages(server, DERBY, orders));
          assertFalse(server.logs().contains(DERBY + ": index grievances_by_call_key"));
          assertSamePages(server, DERBY, "call_Key:desc");
          assertSamePages(server, DERBY, "issue");
          assertSamePages(server, DERBY, "grievance_Key:desc");
          return null;
        });
  }

  /** All pages of a list are the same by their numbers, near and far, as by the links to them. */
  private static void assertSamePages(RunningServer server, String database, String sortBy) {
    List<Object> byNumber = new ArrayList<>();
    for (int page = 1; page <= ROWS / 1_000; page++) {
      byNumber.add(firstPage(server, database, sortBy + "&pageSize=1000&page=" + page));
    }
    List<Object> byLink = new ArrayList<>();
    String next = path(sortBy) + "&pageSize=1000";
    while (next != null) {
      Response page = server.to(database).urlEncodingEnabled(false).get(next);
      byLink.add(page.path("data.grievance_Key"));
      String link = page.header("Link");
      next = link == null ? null : link.substring(1, link.indexOf('>'));
    }
    assertEquals(byNumber, byLink);
  }

  private static void withRows(RunningServer server, String database, Callable<?> test)
      throws Exception {
    for (int start = 0; start < ROWS; start += 4_000) {
      sendBatch(server, database, start, "put");
    }
    try {
      test.call();
    } finally {
      for (int start = 0; start < ROWS; start += 4_000) {
        sendBatch(server, database, start, "delete");
      }
    }
  }

  private static void sendBatch(RunningServer server, String database, int start, String method) {
    String items =
        IntStream.range(start, start + 4_000)
            .mapToObj(
                i ->
                    "{\"grievance_Key\":%d,\"issue\":\"%d\",\"call_Key\":%d}"
                        .formatted(FIRST_KEY + i, i * 7919 % ROWS, i % 100))
            .collect(Collectors.joining(",", "[", "]"));
    server.to(database).body(items).request(method, RunningServer.BATCH).then().statusCode(207);
  }

  private static List<Object> firstPages(
      RunningServer server, String database, List<String> orders) {
    return orders.stream().map(order -> firstPage(server, database, order)).toList();
  }

  private static Object firstPage(RunningServer server, String database, String sortBy) {
    return server.to(database).get(path(sortBy)).path("data.grievance_Key");
  }

  /** The list of these rows alone. */
  private static String path(String sortBy) {
    return "/vbasoftware/grievances?keyFrom=%d&keyTo=%d&sortBy=%s"
        .formatted(FIRST_KEY, FIRST_KEY + ROWS, sortBy);
  }

  private static boolean isValid(RunningServer server, String index) throws SQLException {
    try (Connection connection = server.postgres(POSTGRESQL);
        ResultSet result =
            connection
                .createStatement()
                .executeQuery(
                    "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('"
                        + index
                        + "')")) {
      return result.next() && result.getBoolean(1);
    }
  }
}
