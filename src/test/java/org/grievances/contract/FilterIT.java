package org.grievances.contract;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists and exports of the grievances that a caller chooses, in each format. */
@ExtendWith(RunningServer.Resolver.class)
class FilterIT {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
  private static final String LIST = "/vbasoftware/grievances";
  private static final String EXPORT = LIST + "/export";
  private static final int FIRST = -1_717_000;
  private static final int MANY = 4_000;
  private static final int FIRST_OF_MANY = -1_727_000;
  private static final String LONG = "long ".repeat(300);
  private static final String LAST_CHUNK = "\r\n0\r\n\r\n";
  private static final Pattern COUNT = Pattern.compile("X-Total-Count: (\\d+)\r\n");
  private static final int SMALL_BUFFER = 4_096;
  private static final int TIMEOUT_MILLIS = 20_000;

  /** Four grievances, the second of which is resolved. */
  @BeforeAll
  static void load(RunningServer server) {
    String items =
        """
        [{"grievance_Key":%d,"subscriber_ID":"S1","call_Key":7,"issue":"=1+1","grievance_Received":"2025-01-01"},
         {"grievance_Key":%d,"subscriber_ID":"S1","call_Key":8,"grievance_Resolved":"2025-06-01","grievance_Received":"2025-02-01"},
         {"grievance_Key":%d,"subscriber_ID":"S2","call_Key":7,"issue":"a,\\"b\\"\\nc","grievance_Received":"2025-03-01T00:00:00.5Z"},
         {"grievance_Key":%d,"subscriber_ID":"s1"}]"""
            .formatted(FIRST, FIRST + 1, FIRST + 2, FIRST + 3);
    String many =
        IntStream.range(FIRST_OF_MANY, FIRST_OF_MANY + MANY)
            .mapToObj(key -> "{\"grievance_Key\":%d,\"issue\":\"%s\"}".formatted(key, LONG))
            .collect(Collectors.joining(",", "[", "]"));
    for (String database : List.of("alpha", "delta")) {
      server.to(database).body(items).put(RunningServer.BATCH).then().statusCode(207);
      server.to(database).body(many).put(RunningServer.BATCH).then().statusCode(207);
    }
  }

  private static RequestSpecification among(RunningServer server, String database) {
    return server
        .to(database, "grievance-reader")
        .queryParam("keyFrom", FIRST)
        .queryParam("keyTo", FIRST + 4);
  }

  @ParameterizedTest
  @CsvSource({
    "subscriber_ID, S1, 0 1",
    "subscriber_ID, s1, 3",
    "subscriber_ID, none, ''",
    "call_Key, 7, 0 2",
    "grievance_Key, -1716999, 1",
    "receivedFrom, 2025-02-01, 1 2",
    "receivedTo, 2025-02-01, 0",
    "receivedFrom, 2025-03-01T00:00:00.6Z, ''",
    "open, true, 0 2 3",
    "open, false, 1",
    "updatedTo, 2020-01-01, ''",
    "grievance_Status, none, ''",
  })
  void aListHasTheRecordsThatFulfilAllConditions(
      String name, String value, String expected, RunningServer server) {
    List<Integer> keys =
        Stream.of(expected.split(" "))
            .filter(each -> !each.isEmpty())
            .map(each -> FIRST + Integer.parseInt(each))
            .toList();
    for (String database : List.of("alpha", "delta")) {
      Response list = among(server, database).queryParam(name, value).get(LIST);
      list.then().statusCode(200);
      assertEquals(keys, list.path("data.grievance_Key"), database);
      assertTrue(
          list.header("X-Pagination").contains("\"TotalCount\":" + keys.size()),
          list.header("X-Pagination"));
      Response export =
          among(server, database).queryParam(name, value).accept("text/csv").get(EXPORT);
      assertEquals(
          1 + keys.size() + (keys.contains(FIRST + 2) ? 1 : 0), export.asString().lines().count());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "colour, red, There is no parameter colour here.",
    "call_Key, x, The parameter call_Key: not an integer.",
    "open, maybe, The parameter open must be true or false.",
    "receivedFrom, yesterday, The parameter receivedFrom: not an ISO 8601 date-time",
  })
  void invalidFilterIsRefused(String name, String value, String detail, RunningServer server) {
    for (String path : List.of(LIST, EXPORT)) {
      server
          .to("delta")
          .accept(path.equals(LIST) ? "application/json" : "text/csv")
          .queryParam(name, value)
          .get(path)
          .then()
          .statusCode(400)
          .body("error.detail", containsString(detail));
    }
    server
        .to("delta")
        .queryParam("open", "true")
        .queryParam("open", "true")
        .get(LIST)
        .then()
        .statusCode(400)
        .body("error.detail", containsString("given twice"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta"})
  void aPageComesAsTheCallerAccepts(String database, RunningServer server) {
    Response csv =
        among(server, database).accept("text/csv").queryParam("sortBy", "call_Key").get(LIST);
    csv.then()
        .statusCode(200)
        .contentType(containsString("text/csv"))
        .header("X-Pagination", containsString("\"TotalCount\":4"));
    assertTrue(csv.asString().startsWith("grievance_Key,"), csv.asString());
    assertTrue(csv.asString().contains(",'=1+1,"), csv.asString());
    assertTrue(csv.asString().contains("\"a,\"\"b\"\"\nc\""), csv.asString());
    String raw =
        among(server, database).accept("text/csv").queryParam("raw", true).get(LIST).asString();
    assertTrue(raw.contains(",=1+1,"), raw);
    String lines = among(server, database).accept("application/x-ndjson").get(LIST).asString();
    assertEquals(4, lines.lines().count(), lines);
    assertTrue(lines.startsWith("{\"grievance_Key\":" + FIRST + ","), lines);
  }

  /** What was exported can be put back, on the other product as well. */
  @ParameterizedTest
  @CsvSource({"alpha, delta", "delta, alpha"})
  void anExportHasAllInTheOrderOfTheirKeysAndCanBePutBack(
      String from, String to, RunningServer server) {
    String all = export(server, from, FIRST_OF_MANY);
    List<String> lines = all.lines().toList();
    assertEquals(MANY + 1, lines.size());
    assertTrue(lines.get(1).startsWith(FIRST_OF_MANY + ","), lines.get(1));
    assertTrue(lines.get(MANY).startsWith(FIRST_OF_MANY + MANY - 1 + ","), lines.get(MANY));
    assertEquals(
        lines.subList(MANY - 9, MANY + 1),
        export(server, from, FIRST_OF_MANY + MANY - 10).lines().skip(1).toList());

    server
        .to(to)
        .contentType("text/csv")
        .body(all.getBytes(StandardCharsets.UTF_8))
        .put(RunningServer.BATCH)
        .then()
        .statusCode(207)
        .body("data.status.unique()", equalTo(List.of(200)));
  }

  /** Generated clients name JSON, the type of the problems that they may get. */
  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/json", "text/plain", "*/*"})
  void exportIsLinesOfJsonForCallersThatNameJson(String accepted, RunningServer server) {
    asGeneratedClient(server)
        .accept(accepted)
        .queryParam("keyTo", Integer.MIN_VALUE)
        .get(EXPORT)
        .then()
        .statusCode(200)
        .contentType("application/x-ndjson")
        .header("X-Total-Count", "0");
    asGeneratedClient(server)
        .accept("application/json, text/csv;q=0.5")
        .get(EXPORT)
        .then()
        .contentType(startsWith("text/csv"));
    asGeneratedClient(server).accept("text/html").get(EXPORT).then().statusCode(406);
  }

  /** RFC 9110, section 12.4.2; of the ranges for a type, the most specific one counts (12.5.1). */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "grievances        | text/csv;q=0.0                     | application/json",
        "grievances        | text/csv;q=0, */*;q=0.1            | application/json",
        "grievances        | application/json;q=0, text/*;q=0.5 | text/json",
        "grievances        | */*;q=0, text/csv                  | text/csv",
        "grievances/export | text/csv;q=0.0                     | application/x-ndjson",
        "grievances/export | text/csv;q=0, */*                  | application/x-ndjson",
        "grievances/export | application/x-ndjson;q=.00, */*    | text/csv",
        "grievances/export | text/*;q=0, text/csv;q=0.3         | text/csv"
      })
  void typeOfWeightZeroIsNotSent(String path, String accepted, String sent, RunningServer server) {
    asGeneratedClient(server)
        .header("Accept", accepted)
        .queryParam("keyTo", Integer.MIN_VALUE)
        .get("/vbasoftware/" + path)
        .then()
        .statusCode(200)
        .contentType(startsWith(sent));
  }

  /** A client has one export of a database at a time; other tests do not use this one here. */
  private static RequestSpecification asGeneratedClient(RunningServer server) {
    return server
        .credentials(RunningServer.GENERATED_CLIENT_KEY, server.token("grievance-reader"))
        .header("vbasoftware-database", "xa");
  }

  private static String export(RunningServer server, String database, int from) {
    Response export =
        server
            .to(database, "grievance-reader")
            .accept("text/csv")
            .queryParam("raw", true)
            .queryParam("keyFrom", from)
            .queryParam("keyTo", FIRST_OF_MANY + MANY)
            .get(EXPORT);
    export
        .then()
        .statusCode(200)
        .contentType(containsString("text/csv"))
        .header("X-Total-Count", equalTo(Integer.toString(FIRST_OF_MANY + MANY - from)));
    return export.asString();
  }

  @Test
  @ResourceLock(value = RunningServer.TABLES_OF_DELTA, mode = ResourceAccessMode.READ)
  void anExportThatBreaksOffIsSeenToBeIncomplete(RunningServer server) throws Exception {
    try (Socket socket = beginExport(server)) {
      await("the export")
          .atMost(Duration.ofMillis(TIMEOUT_MILLIS))
          .until(() -> terminateExports(server) > 0);
      assertTrue(records(rest(socket)) < MANY, "the export has all records");
    }
  }

  @Test
  @ResourceLock(value = RunningServer.TABLES_OF_DELTA, mode = ResourceAccessMode.READ)
  void anExportIsOfTheMomentAtWhichItBegan(RunningServer server) throws Exception {
    int last = FIRST_OF_MANY + MANY - 1;
    try (Socket socket = beginExport(server)) {
      change(server, last, "changed meanwhile");
      String rest = rest(socket);
      assertTrue(records(rest) >= MANY - SMALL_BUFFER / LONG.length() - 1, "the rest is there");
      assertFalse(rest.contains("changed meanwhile"), "it has a change that was made later");
    } finally {
      change(server, last, LONG);
    }
  }

  private static void change(RunningServer server, int key, String issue) {
    change(server, "delta", key, issue);
  }

  private static void change(RunningServer server, String database, int key, String issue) {
    server
        .to(database)
        .body("[{\"grievance_Key\":%d,\"issue\":\"%s\"}]".formatted(key, issue))
        .put(RunningServer.BATCH)
        .then()
        .statusCode(207)
        .body("data[0].status", equalTo(200));
  }

  /** Has read the beginning of the response; little more fits on its way to here. */
  private static Socket beginExport(RunningServer server) throws Exception {
    return beginExport(server, server.secrets().apiKey());
  }

  private static Socket beginExport(RunningServer server, String apiKey) throws Exception {
    return beginExport(server, "delta", apiKey);
  }

  private static Socket beginExport(RunningServer server, String database, String apiKey)
      throws Exception {
    Socket socket = server.secrets().trusting().getSocketFactory().createSocket();
    socket.setReceiveBufferSize(SMALL_BUFFER);
    socket.connect(new InetSocketAddress("localhost", server.server().port()));
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket
        .getOutputStream()
        .write(exportOfAll(server, database, apiKey).getBytes(StandardCharsets.US_ASCII));
    byte[] head = socket.getInputStream().readNBytes(SMALL_BUFFER);
    String text = new String(head, StandardCharsets.UTF_8);
    assertTrue(text.startsWith("HTTP/1.1 200"), text);
    Matcher count = COUNT.matcher(text);
    assertTrue(count.find() && Integer.parseInt(count.group(1)) >= MANY + 4, text);
    return socket;
  }

  private static String exportOfAll(RunningServer server, String database, String apiKey) {
    return """
        GET /vbasoftware/grievances/export?keyFrom=%d&keyTo=0 HTTP/1.1\r
        Host: localhost\r
        User-Agent: test\r
        x-api-key: %s\r
        Authorization: Bearer %s\r
        vbasoftware-database: %s\r
        Connection: close\r
        \r
        """
        .formatted(FIRST_OF_MANY, apiKey, server.token("grievance-reader"), database);
  }

  private static int records(String text) {
    return text.split("\"grievance_Key\"", -1).length - 1;
  }

  private static int terminateExports(RunningServer server) throws SQLException {
    try (Connection connection = server.postgres();
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "select count(pg_terminate_backend(pid)) from pg_stat_activity"
                    + " where datname = current_database() and state = 'idle in transaction'"
                    + " and query like 'SELECT%FROM grievances WHERE%ORDER BY grievance_key'")) {
      result.next();
      return result.getInt(1);
    }
  }

  private static String rest(Socket socket) {
    try {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta"})
  void exportsGiveBackTheirConnections(String database, RunningServer server) {
    for (int time = 0; time < 30; time++) {
      among(server, database).accept("*/*").get(EXPORT).then().statusCode(200);
      among(server, database).accept("*/*").head(EXPORT).then().statusCode(200);
    }
  }

  @Test
  @ResourceLock(value = RunningServer.TABLES_OF_DELTA, mode = ResourceAccessMode.READ)
  void asManyExportsAtATimeAsAreAllowed(RunningServer server) throws Exception {
    try (Socket first = beginExport(server);
        Socket second = beginExport(server, RunningServer.DEFAULT_KEY)) {
      Response third =
          server
              .credentials(RunningServer.SLOW_KEY, server.token("grievance-reader"))
              .header("vbasoftware-database", "delta")
              .accept("text/csv")
              .get(EXPORT);
      third
          .then()
          .statusCode(503)
          .contentType(containsString("application/json"))
          .body("error.type", containsString("overloaded"));
      assertTrue(third.getHeader("Retry-After") != null);
      assertTrue(rest(first).endsWith(LAST_CHUNK) && rest(second).endsWith(LAST_CHUNK));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta"})
  @ResourceLock(value = RunningServer.TABLES_OF_DELTA, mode = ResourceAccessMode.READ)
  void aClientHasOneExportAtATimeInADatabase(String database, RunningServer server)
      throws Exception {
    try (Socket first = beginExport(server, database, server.secrets().apiKey())) {
      among(server, database)
          .accept("text/csv")
          .get(EXPORT)
          .then()
          .statusCode(503)
          .body("error.type", containsString("overloaded"))
          .body("error.detail", containsString("is exporting from database " + database))
          .header("Retry-After", equalTo("5"));
      server
          .credentials(RunningServer.DEFAULT_KEY, server.token("grievance-reader"))
          .header("vbasoftware-database", database)
          .queryParam("keyTo", FIRST_OF_MANY + 1)
          .get(EXPORT)
          .then()
          .statusCode(200);
      assertTrue(records(rest(first)) > 0);
    }
    // The server notices a moment later than the client that all is sent.
    await()
        .atMost(RETRY_AFTER)
        .until(() -> among(server, database).get(EXPORT).statusCode() == 200);
  }

  /** Derby makes writers wait while an export is read, which is over before anything is sent. */
  @Test
  void writersToDerbyDoNotWaitForTheReaderOfAnExport(RunningServer server) throws Exception {
    try (Socket unread = beginExport(server, "alpha", server.secrets().apiKey())) {
      change(server, "alpha", FIRST_OF_MANY, "changed meanwhile");
      assertFalse(rest(unread).contains("changed meanwhile"));
    } finally {
      change(server, "alpha", FIRST_OF_MANY, LONG);
    }
  }

  @Test
  void anExportHasNoPages(RunningServer server) {
    among(server, "delta")
        .accept("text/csv")
        .queryParam("pageSize", 10)
        .get(EXPORT)
        .then()
        .statusCode(400)
        .body("error.detail", equalTo("There is no parameter pageSize here."));
  }
}
