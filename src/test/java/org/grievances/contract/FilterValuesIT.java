package org.grievances.contract;

import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists, exports and deadlines of the grievances that have one of several values, or none. */
@ExtendWith(RunningServer.Resolver.class)
class FilterValuesIT {
  private static final String LIST = "/vbasoftware/grievances";
  private static final String EXPORT = LIST + "/export";
  private static final String DEADLINES = "/vbasoftware/deadlines";
  private static final List<String> DATABASES = List.of("alpha", "delta", "spread", "partitioned");
  private static final int FIRST = -1_737_000;
  private static final int MAX_VALUES = 500;
  private static final int MANY = 1_200;
  private static final int FIRST_OF_MANY = FIRST + 100;
  private static final Pattern NEXT = Pattern.compile("<([^>]+)>;.*rel=\"next\".*");

  /** The last two differ from others in letter case and in a blank at the end. */
  @BeforeAll
  static void load(RunningServer server) {
    String items =
        """
        [{"grievance_Key":%d,"subscriber_ID":"S1","call_Key":7},
         {"grievance_Key":%d,"subscriber_ID":"S2","call_Key":8},
         {"grievance_Key":%d,"subscriber_ID":"S3"},
         {"grievance_Key":%d},
         {"grievance_Key":%d,"subscriber_ID":"s1","call_Key":9},
         {"grievance_Key":%d,"subscriber_ID":"S1 ","call_Key":9}]"""
            .formatted(IntStream.range(FIRST, FIRST + 6).boxed().toArray());
    String many =
        IntStream.range(FIRST_OF_MANY, FIRST_OF_MANY + MANY)
            .mapToObj(
                key -> "{\"grievance_Key\":%d,\"member_Seq\":\"%02d\"}".formatted(key, key & 15))
            .collect(Collectors.joining(",", "[", "]"));
    for (String database : DATABASES) {
      server.to(database).body(items).put(RunningServer.BATCH).then().statusCode(207);
      server.to(database).body(many).put(RunningServer.BATCH).then().statusCode(207);
    }
  }

  private static Response get(RunningServer server, String database, String address) {
    if (address.startsWith(EXPORT)) {
      return server.export(database, "text/csv", address.substring(EXPORT.length() + 1));
    }
    return server.to(database, "grievance-reader").urlEncodingEnabled(false).get(address);
  }

  private static String among(String query) {
    return "?keyFrom=" + FIRST + "&keyTo=" + (FIRST + 6) + "&" + query;
  }

  @ParameterizedTest
  @CsvSource({
    "subscriber_ID=S1&subscriber_ID=S2, 0 1",
    "subscriber_ID=S1&subscriber_ID=S1, 0",
    "subscriber_ID=S1&subscriber_ID=none&subscriber_ID=S3, 0 2",
    "subscriber_ID=S1%20&subscriber_ID=S2%20, 5",
    "subscriber_ID=nobody&subscriber_ID=none, ''",
    "call_Key=8&call_Key=9, 1 4 5",
    "call_Key=7&call_Key=9&subscriber_ID=S1&subscriber_ID=s1, 0 4",
    "grievance_Key=-1736999&grievance_Key=-1736998&grievance_Key=1, 1 2",
    "subscriber_ID.not=S1, 1 2 3 4 5",
    "subscriber_ID.not=S1&subscriber_ID.not=S2&subscriber_ID.not=S3, 3 4 5",
    "call_Key.not=9, 0 1 2 3",
    "call_Key.not=9&call_Key.not=7, 1 2 3",
    "call_Key=7&call_Key=8&call_Key.not=8, 0",
    "grievance_Key.not=-1737000&subscriber_ID.not=S2&open=true, 2 3 4 5",
    "grievance_Status.not=none, 0 1 2 3 4 5",
  })
  void recordsHaveOneOfTheValuesOrNone(String query, String expected, RunningServer server) {
    List<Integer> keys =
        Stream.of(expected.split(" "))
            .filter(each -> !each.isEmpty())
            .map(each -> FIRST + Integer.parseInt(each))
            .toList();
    for (String database : DATABASES) {
      Response list = get(server, database, LIST + among(query));
      list.then().statusCode(200);
      assertEquals(keys, list.path("data.grievance_Key"), database);
      assertTrue(
          list.header("X-Pagination").contains("\"TotalCount\":" + keys.size()),
          list.header("X-Pagination"));
      Response down = get(server, database, LIST + among(query) + "&sortBy=grievance_Key:desc");
      assertEquals(keys.size(), down.<List<?>>path("data").size(), database);
      Response export = get(server, database, EXPORT + among(query));
      assertEquals(
          keys,
          export.asString().lines().skip(1).map(FilterValuesIT::key).toList(),
          export::asString);
      List<Integer> due =
          get(server, database, DEADLINES + among(query)).path("data.grievance.grievance_Key");
      assertEquals(keys, due.stream().sorted().toList(), database);
    }
  }

  private static int key(String row) {
    return Integer.parseInt(row.substring(0, row.indexOf(',')));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread", "partitioned"})
  void allValuesAreInTheLinksToNextPages(String database, RunningServer server) {
    List<Integer> chosen =
        IntStream.range(0, MAX_VALUES).map(i -> FIRST_OF_MANY + 2 * i).boxed().toList();
    String query = query("grievance_Key", chosen);
    List<Integer> found = new ArrayList<>();
    String next = LIST + "?pageSize=200&sortBy=member_Seq:desc" + query;
    while (next != null) {
      Response page = get(server, database, next);
      page.then().statusCode(200);
      found.addAll(page.path("data.grievance_Key"));
      Matcher link = NEXT.matcher(page.header("Link") == null ? "" : page.header("Link"));
      next = link.matches() ? link.group(1) : null;
    }
    assertEquals(chosen, found.stream().sorted().toList());

    Response others =
        get(
            server,
            database,
            EXPORT
                + ("?keyFrom=" + FIRST_OF_MANY + "&keyTo=" + (FIRST_OF_MANY + MANY))
                + query("grievance_Key.not", chosen));
    others.then().statusCode(200);
    assertEquals(MANY - MAX_VALUES, others.asString().lines().skip(1).count());
  }

  private static String query(String name, List<?> values) {
    return values.stream().map(value -> "&" + name + "=" + value).collect(Collectors.joining());
  }

  @ParameterizedTest
  @ValueSource(strings = {LIST, EXPORT, DEADLINES})
  void moreThan500ValuesAreRefused(String path, RunningServer server) {
    for (String name : List.of("call_Key", "call_Key.not")) {
      refused(
          get(
              server,
              "alpha",
              path
                  + "?open=true"
                  + query(name, IntStream.rangeClosed(0, MAX_VALUES).boxed().toList())),
          "The parameter " + name + " has more than 500 values.");
    }
    refused(
        get(server, "alpha", path + "?keyFrom=1&keyFrom=2"),
        "The parameter keyFrom is given twice.");
    refused(
        get(server, "alpha", path + "?call_Key=7&call_Key=x"),
        "The parameter call_Key: not an integer.");
  }

  private static void refused(Response response, String detail) {
    response.then().statusCode(400).body("error.detail", containsString(detail));
  }

  /** An offset with a plus sign that was not encoded arrives with a blank. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "receivedFrom",
        "receivedTo",
        "filedFrom",
        "updatedFrom",
        "updatedTo",
        "dueBefore"
      })
  void plusThatAnOffsetLostIsExplained(String name, RunningServer server) {
    for (String path : List.of(LIST, EXPORT, DEADLINES)) {
      refused(
          get(server, "alpha", path + "?" + name + "=2025-03-01T08:00:00+02:00"),
          "write + as %2B.");
      refused(
          get(server, "alpha", path + "?" + name + "=2025-03-01T08:00+02:00[Europe/Helsinki]"),
          "write + as %2B.");
      get(server, "alpha", path + "?keyTo=-2000000000&" + name + "=2025-03-01T08:00:00%2B02:00")
          .then()
          .statusCode(200);
      Response other = get(server, "alpha", path + "?" + name + "=yesterday+2");
      other.then().statusCode(400);
      assertTrue(!other.asString().contains("%2B"), other.asString());
    }
  }
}
