package org.grievances.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The links from page to page, of every list that has any: each is followed to the end. */
@ExtendWith(RunningServer.Resolver.class)
class NextPageIT {
  private static final int FIRST = -1_839_000;
  private static final int COUNT = 25;

  /** More records than a page has by default, so that a request without a query has a link. */
  private static final int MANY = 230;

  /** Characters that have a meaning in an address, or are encoded there. */
  private static final String ODD = "a&b;+ü%=";

  private static final Pattern NEXT = Pattern.compile("<([^>]*)>; rel=\"next\"");

  @BeforeAll
  static void load(RunningServer server) {
    String items =
        IntStream.range(0, MANY)
            .mapToObj(
                item ->
                    "{\"grievance_Key\":%d,\"grievance_Received\":\"2024-01-01\"%s}"
                        .formatted(FIRST + item, item < COUNT ? odd() : ""))
            .collect(Collectors.joining(",", "[", "]"));
    for (String database : List.of("alpha", "delta")) {
      server.to(database).body(items).put(RunningServer.BATCH).then().statusCode(207);
    }
  }

  private static String odd() {
    return ",\"subscriber_ID\":\"%s\",\"provider_ID\":\"x y\"".formatted(ODD);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** The bodies of all pages from the one at an address. */
  private static List<String> follow(
      RunningServer server, String database, String type, String address) {
    ExactAddress client = ExactAddress.of(server);
    List<String> pages = new ArrayList<>();
    for (Optional<String> next = Optional.of(address); next.isPresent(); ) {
      HttpResponse<String> page = client.get(database, type, next.get());
      assertEquals(200, page.statusCode(), next.get() + " " + page.body());
      pages.add(page.body());
      next = next(page.headers().firstValue("Link"));
      assertTrue(pages.size() < 10_000, address);
    }
    return pages;
  }

  private static Optional<String> next(Optional<String> header) {
    return header.map(NEXT::matcher).filter(Matcher::matches).map(link -> link.group(1));
  }

  private static Set<Integer> keys(List<String> pages, String path) {
    return pages.stream()
        .flatMap(page -> new JsonPath(page).<Integer>getList(path).stream())
        .collect(Collectors.toSet());
  }

  /** The first page of a list without a query, and the one that it leads to. */
  private static void followFromNoQuery(
      RunningServer server, String database, String type, String list) {
    ExactAddress client = ExactAddress.of(server);
    String next = next(client.get(database, type, list).headers().firstValue("Link")).orElseThrow();
    assertTrue(next.startsWith(list + "?after="), next);
    assertEquals(200, client.get(database, type, next).statusCode(), next);
  }

  @ParameterizedTest
  @CsvSource({
    "alpha, subscriber_ID={odd}",
    "alpha, &subscriber_ID={odd}&&provider_ID=x+y",
    "alpha, provider_ID=x%20y&receivedFrom=2023-12-31T23:00:00%2B02:00&open=true",
    "alpha, sortBy=provider_ID:desc&subscriber_ID={odd}&raw=true",
    "delta, subscriber_ID={odd}",
    "delta, &subscriber_ID={odd}&&provider_ID=x+y",
    "delta, provider_ID=x%20y&receivedFrom=2023-12-31T23:00:00%2B02:00&open=true",
    "delta, sortBy=provider_ID:desc&subscriber_ID={odd}&countTo=7",
  })
  void linksOfAFilteredListLeadToAllOfIt(String database, String query, RunningServer server) {
    String filter = query.replace("{odd}", encoded(ODD));
    String address = "/vbasoftware/grievances?pageSize=7&keyTo=" + (FIRST + MANY) + "&" + filter;
    List<String> pages = follow(server, database, "application/json", address);
    assertEquals(4, pages.size());
    assertEquals(COUNT, keys(pages, "data.grievance_Key").size());
    for (String type : List.of("application/x-ndjson", "text/csv")) {
      assertEquals(4, follow(server, database, type, address).size(), type);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "alpha, application/json", "alpha, text/csv", "alpha, application/x-ndjson",
    "delta, application/json", "delta, text/csv", "delta, application/x-ndjson"
  })
  void linkOfARequestWithoutAQueryIsGood(String database, String type, RunningServer server) {
    followFromNoQuery(server, database, type, "/vbasoftware/grievances");
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta"})
  void linksOfTheDeadlinesLeadToAllOfThem(String database, RunningServer server) {
    for (String filter : List.of("", "&", "&subscriber_ID=" + encoded(ODD) + "&&", "&open=true")) {
      String query = "?pageSize=9" + filter + "&keyFrom=" + FIRST + "&keyTo=" + (FIRST + COUNT);
      List<String> pages =
          follow(server, database, "application/json", "/vbasoftware/deadlines" + query);
      assertEquals(COUNT, keys(pages, "data.grievance.grievance_Key").size(), query);
      assertEquals(3, pages.size(), query);
    }
    followFromNoQuery(server, database, "application/json", "/vbasoftware/deadlines");
  }

  /** As clients do that go on while there is a link. */
  @ParameterizedTest
  @ValueSource(strings = {"keyed-derby", "keyed-postgresql"})
  void linksOfCodesAndHistoriesLeadToAllOfThem(String database, RunningServer server) {
    String type = "application/json";
    String codes = "/vbasoftware/grievance-admin-change-types";
    String entries =
        IntStream.range(0, COUNT)
            .mapToObj(
                "{\"grievance_Admin_Change_Type\":\"LINK+&%d\",\"default_Admin_Change_Type\":false}"
                    ::formatted)
            .collect(Collectors.joining(",", "[", "]"));
    RequestSpecification admin = server.to(database, "grievance-admin");
    admin.body(entries).put(codes + "-batch").then().statusCode(207);
    for (int change = 0; change < 5; change++) {
      String item = "[{\"grievance_Key\":%d,\"issue\":\"%d\"}]".formatted(FIRST, change);
      server.to(database).body(item).put(RunningServer.BATCH).then().statusCode(207);
    }

    List<String> pages = follow(server, database, type, codes + "?&pageSize=4&sortBy=description");
    assertTrue(
        pages.stream()
                .flatMap(
                    page ->
                        new JsonPath(page)
                            .<String>getList("data.grievance_Admin_Change_Type").stream())
                .distinct()
                .count()
            >= COUNT,
        pages::toString);
    String history = "/vbasoftware/grievances/" + FIRST + "/history?pageSize=2";
    assertEquals(
        5,
        follow(server, database, type, history).stream()
            .mapToInt(page -> new JsonPath(page).getList("data").size())
            .sum());
    server
        .to(database)
        .body("[{\"grievance_Key\":%d}]".formatted(FIRST))
        .delete(RunningServer.BATCH);
    server
        .to(database, "grievance-admin")
        .body(entries)
        .delete(codes + "-batch")
        .then()
        .statusCode(207);
  }

  @Test
  void noOtherListHasALinkThatLeadsNowhere(RunningServer server) {
    String history = "/vbasoftware/grievances/" + FIRST + "/history";
    for (String list : List.of("grievance-statuses", "jobs", "databases")) {
      follow(server, "alpha", "application/json", "/vbasoftware/" + list);
    }
    follow(server, "alpha", "application/json", history);
    follow(server, "alpha", "application/json", history + "?&pageSize=1");
  }
}
