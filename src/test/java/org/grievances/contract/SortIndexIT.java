package org.grievances.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that a large table on PostgreSQL gets an index for each column that a list is sorted by.
 */
@ExtendWith(RunningServer.Resolver.class)
class SortIndexIT {
  private static final String DATABASE = "sorted";
  private static final int FIRST_KEY = 50_000_000;
  private static final int ROWS = 12_000;

  @Test
  void sortingAListByAColumnCreatesItsIndex(RunningServer server) throws SQLException {
    for (int start = 0; start < ROWS; start += 4_000) {
      sendBatch(server, start, "put");
    }
    try {
      List<String> orders = List.of("issue", "call_Key:desc", "grievance_Status");
      List<Object> before = orders.stream().map(order -> firstPageKeys(server, order)).toList();
      for (String column : List.of("issue", "call_key", "grievance_status")) {
        awaitIndex(server, "grievances_by_" + column);
      }
      assertFalse(isValid(server, "grievances_by_resolution"), "no list was sorted by this column");
      assertEquals(before, orders.stream().map(order -> firstPageKeys(server, order)).toList());
    } finally {
      for (int start = 0; start < ROWS; start += 4_000) {
        sendBatch(server, start, "delete");
      }
    }
  }

  private static void sendBatch(RunningServer server, int start, String method) {
    String items =
        IntStream.range(start, start + 4_000)
            .mapToObj(
                i ->
                    "{\"grievance_Key\":%d,\"issue\":\"%d\",\"call_Key\":%d}"
                        .formatted(FIRST_KEY + i, i * 7919 % ROWS, i % 100))
            .collect(Collectors.joining(",", "[", "]"));
    server.to(DATABASE).body(items).request(method, RunningServer.BATCH).then().statusCode(207);
  }

  private static Object firstPageKeys(RunningServer server, String sortBy) {
    return server
        .to(DATABASE)
        .get("/vbasoftware/grievances?pageSize=50&sortBy=" + sortBy)
        .path("data.grievance_Key");
  }

  private static void awaitIndex(RunningServer server, String index) {
    await(index).atMost(Duration.ofSeconds(30)).until(() -> isValid(server, index));
  }

  private static boolean isValid(RunningServer server, String index) throws SQLException {
    try (Connection connection = server.postgres(DATABASE);
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
