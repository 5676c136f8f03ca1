package org.grievances.contract;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Finds the grievances with words in their texts, in the same way on each product. */
@ExtendWith(RunningServer.Resolver.class)
class WordSearchIT {
  private static final String LIST = "/vbasoftware/grievances";
  private static final String DEADLINES = "/vbasoftware/deadlines";
  private static final List<String> DATABASES = List.of("alpha", "delta", "spread", "partitioned");
  private static final int FIRST = -1_757_000;
  private static final int COUNT = 9;
  private static final int MANY = 250;
  private static final int FIRST_OF_MANY = FIRST + 100;

  @BeforeAll
  static void load(RunningServer server) {
    String items =
        """
        [{"grievance_Key":%d,"issue":"Claim denied; the visit was authorized."},
         {"grievance_Key":%d,"issue":"CLAIM paid","resolution":"Visit-related, (denied)"},
         {"grievance_Key":%d,"resolution":"reclaim","admin_Change":"claims visited"},
         {"grievance_Key":%d,"admin_Change":"claim"},
         {"grievance_Key":%d},
         {"grievance_Key":%d,"issue":"see https://plan.example/claim_form?id=0012#top or mail x.y@plan.example"},
         {"grievance_Key":%d,"issue":"Überweisung “verspätet”—3.5 Tage, der Anbieter’s 1e5 $40"},
         {"grievance_Key":%d,"issue":"line one\\nline two\\ttab","resolution":"member's"},
         {"grievance_Key":%d,"subscriber_ID":"claim","issue":"12abc a/b c\\\\d"}]"""
            .formatted(IntStream.range(FIRST, FIRST + COUNT).boxed().toArray());
    String many =
        IntStream.range(FIRST_OF_MANY, FIRST_OF_MANY + MANY)
            .mapToObj(
                key ->
                    "{\"grievance_Key\":%d,\"member_Seq\":\"%02d\",\"issue\":\"%s\"}"
                        .formatted(key, key & 15, key % 2 == 0 ? "billed twice" : "billed once"))
            .collect(Collectors.joining(",", "[", "]"));
    for (String database : DATABASES) {
      server.to(database).body(items).put(RunningServer.BATCH).then().statusCode(207);
      server.to(database).body(many).put(RunningServer.BATCH).then().statusCode(207);
    }
  }

  private static RequestSpecification among(RunningServer server, String database, String words) {
    return server
        .to(database, "grievance-reader")
        .queryParam("keyFrom", FIRST)
        .queryParam("keyTo", FIRST + COUNT)
        .queryParam("q", words);
  }

  @ParameterizedTest
  @CsvSource({
    "claim, 0 1 3 5",
    "CLAIM, 0 1 3 5",
    "claim denied, 0 1",
    "denied claim visit, 0 1",
    "' (denied) -- visit! ', 0 1",
    "claims, 2",
    "clai, ''",
    "claim nowhere, ''",
    "plan, 5",
    "example claim, 5",
    "https, 5",
    "form, 5",
    "claim_form, 5",
    "0012, 5",
    "12, ''",
    "id top, 5",
    "y, 5",
    "verspätet, 6",
    "tage, 6",
    "3 5, 6",
    "3.5, 6",
    "1e5, 6",
    "$40, 6",
    "anbieter, 6",
    "one two tab, 7",
    "member, 7",
    "s member, 7",
    "12abc, 8",
    "b, 8",
    "d a c, 8",
  })
  void recordsHaveAllWordsInTheirTexts(String words, String expected, RunningServer server) {
    List<Integer> keys =
        Stream.of(expected.split(" "))
            .filter(each -> !each.isEmpty())
            .map(each -> FIRST + Integer.parseInt(each))
            .toList();
    for (String database : DATABASES) {
      Response list = among(server, database, words).get(LIST);
      list.then().statusCode(200);
      assertEquals(keys, list.path("data.grievance_Key"), database);
      assertTrue(
          list.header("X-Pagination").contains("\"TotalCount\":" + keys.size()),
          list.header("X-Pagination"));
      Response export =
          server.export(
              database,
              "text/csv",
              "fields=grievance_Key&keyFrom=%d&keyTo=%d&q=%s"
                  .formatted(
                      FIRST, FIRST + COUNT, URLEncoder.encode(words, StandardCharsets.UTF_8)));
      export.then().header("X-Total-Count", equalTo(Integer.toString(keys.size())));
      assertEquals(
          keys, export.asString().lines().skip(1).map(Integer::parseInt).toList(), database);
      List<Integer> due =
          among(server, database, words).get(DEADLINES).path("data.grievance.grievance_Key");
      assertEquals(keys, due.stream().sorted().toList(), database);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread", "partitioned"})
  void pagesFollowOneAnother(String database, RunningServer server) {
    List<Integer> expected =
        IntStream.range(FIRST_OF_MANY, FIRST_OF_MANY + MANY)
            .filter(key -> key % 2 == 0 && (key & 15) != 4)
            .boxed()
            .sorted((a, b) -> (a & 15) == (b & 15) ? b - a : (b & 15) - (a & 15))
            .toList();
    List<Integer> byLink = new ArrayList<>();
    List<Integer> byNumber = new ArrayList<>();
    String after = null;
    do {
      Response page =
          after == null
              ? page(server, database, "page", "1")
              : page(server, database, "after", after);
      page.then().statusCode(200);
      byLink.addAll(page.path("data.grievance_Key"));
      String link = page.header("Link");
      after = link == null ? null : link.replaceFirst(".*[?&]after=([^&>]+).*", "$1");
    } while (after != null);
    for (int number = 1; byNumber.size() < expected.size(); number++) {
      byNumber.addAll(
          page(server, database, "page", Integer.toString(number)).path("data.grievance_Key"));
    }
    assertEquals(expected, byLink);
    assertEquals(expected, byNumber);
    Response counted = page(server, database, "countTo", "5");
    assertTrue(
        counted.header("X-Pagination").contains("\"TotalCount\":5,"),
        counted.header("X-Pagination"));
  }

  private static Response page(
      RunningServer server, String database, String parameter, String value) {
    return server
        .to(database, "grievance-reader")
        .queryParam("keyFrom", FIRST_OF_MANY)
        .queryParam("keyTo", FIRST_OF_MANY + MANY)
        .queryParam("q", "Twice, billed")
        .queryParam("member_Seq.not", "04")
        .queryParam("sortBy", "member_Seq:desc")
        .queryParam("pageSize", 40)
        .queryParam(parameter, value)
        .get(LIST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "--", "'", "%"})
  void textWithoutAWordIsRefused(String words, RunningServer server) {
    for (String database : DATABASES) {
      refused(among(server, database, words).get(LIST));
      refused(among(server, database, "word ".repeat(60)).get(LIST));
    }
  }

  private static void refused(Response response) {
    response
        .then()
        .statusCode(400)
        .body(
            "error.detail",
            containsString("The parameter q must have a word, and at most 256 characters."));
  }
}
