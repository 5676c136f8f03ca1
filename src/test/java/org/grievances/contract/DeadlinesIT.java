package org.grievances.contract;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests the queue of deadlines, the statistics and the links to next pages against what this class
 * works out itself of some hundred grievances, on both products.
 */
@ExtendWith(RunningServer.Resolver.class)
class DeadlinesIT {
  private static final String DEADLINES = "/vbasoftware/deadlines";
  private static final String GRIEVANCES = "/vbasoftware/grievances";
  private static final String STATISTICS = "/vbasoftware/grievance-statistics";
  private static final ZoneId ZONE = ZoneId.of(RunningServer.DUE_ZONE);
  private static final int COUNT = 300;
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private static final Duration SPAN = Duration.ofDays(60);
  private static final List<String> CATEGORIES = List.of("Appeals", "Billing", "Access");
  private static final List<Sample> SAMPLES = samples();

  /** A grievance; members may be null. */
  private record Sample(
      int key, String category, String type, Instant received, Instant entered, Instant resolved) {

    Instant from() {
      return received == null ? entered : received;
    }

    /** Empty if the rule is in hours. */
    Optional<LocalDate> dueDay() {
      if ("Appeals".equals(category)) {
        return Optional.of(from().atZone(ZONE).toLocalDate().plusDays(3));
      }
      return "Expedited".equals(type)
          ? Optional.empty()
          : Optional.of(from().atZone(ZONE).toLocalDate().plusDays(30));
    }

    Instant due() {
      return dueDay()
          .map(day -> day.plusDays(1).atStartOfDay(ZONE).toInstant())
          .orElseGet(() -> from().plus(Duration.ofHours(24)));
    }

    boolean isDueBefore(LocalDate date) {
      return dueDay()
          .map(day -> day.isBefore(date))
          .orElseGet(() -> due().isBefore(date.atStartOfDay(ZONE).toInstant()));
    }

    boolean isOpenAt(Instant time) {
      return from().isBefore(time) && (resolved == null || !resolved.isBefore(time));
    }

    boolean isOverdueAt(Instant time) {
      return isOpenAt(time) && !due().isAfter(time.minus(1, ChronoUnit.MICROS));
    }
  }

  static Stream<String> databases() {
    return Stream.of("due-derby", "due-postgresql");
  }

  private static List<Sample> samples() {
    Random random = new Random(7);
    List<Sample> samples = new ArrayList<>();
    for (int key = 1; key <= COUNT; key++) {
      Instant from = NOW.minusSeconds(1 + random.nextLong(SPAN.toSeconds()));
      // Some on the same moment, and on the edge of a day, so that keys decide.
      from = key % 7 == 0 ? from.truncatedTo(ChronoUnit.DAYS) : from;
      Instant resolved = from.plusSeconds(random.nextLong(Duration.ofDays(40).toSeconds()));
      samples.add(
          new Sample(
              key,
              key % 11 == 0 ? null : CATEGORIES.get(random.nextInt(CATEGORIES.size())),
              random.nextInt(4) == 0 ? "Expedited" : "Member",
              key % 13 == 0 ? null : from,
              key % 13 == 0 ? from : NOW,
              resolved.isAfter(NOW) ? null : resolved));
    }
    return samples;
  }

  @BeforeAll
  static void load(RunningServer server) {
    JsonArrayBuilder items = Json.createArrayBuilder();
    for (Sample sample : SAMPLES) {
      JsonObjectBuilder item =
          Json.createObjectBuilder()
              .add("grievance_Key", sample.key())
              .add("grievance_Type", sample.type())
              .add("entry_Date", sample.entered().toString());
      add(item, "grievance_Category", sample.category());
      add(item, "grievance_Received", sample.received());
      add(item, "grievance_Resolved", sample.resolved());
      items.add(item);
    }
    String body = items.build().toString();
    databases()
        .forEach(
            database ->
                server.to(database).body(body).put(RunningServer.BATCH).then().statusCode(207));
  }

  private static void add(JsonObjectBuilder item, String member, Object value) {
    if (value != null) {
      item.add(member, value.toString());
    }
  }

  private static RequestSpecification reader(RunningServer server, String database) {
    return server.to(database, "grievance-reader");
  }

  /** All items of a list, page after page by the links. */
  private static List<Map<String, Object>> follow(
      RunningServer server, String database, String address) {
    List<Map<String, Object>> all = new ArrayList<>();
    String next = address;
    while (next != null) {
      Response page = reader(server, database).urlEncodingEnabled(false).get(next);
      assertEquals(200, page.statusCode(), next);
      List<Map<String, Object>> items = page.jsonPath().getList("data");
      assertFalse(items.isEmpty() && !all.isEmpty(), "a link led to an empty page");
      all.addAll(items);
      assertTrue(all.size() <= COUNT, "pages overlap");
      next = next(page);
    }
    return all;
  }

  private static String next(Response page) {
    String link = page.header("Link");
    if (link == null) {
      return null;
    }
    assertTrue(link.contains("rel=\"next\""), link);
    URI uri = URI.create(link.substring(1, link.indexOf('>')));
    return uri.getRawPath() + "?" + uri.getRawQuery();
  }

  private static List<Integer> keys(Stream<Sample> samples) {
    return samples
        .sorted(
            Comparator.comparing(Sample::due)
                .thenComparing(Sample::from)
                .thenComparing(Sample::key))
        .map(Sample::key)
        .toList();
  }

  private static List<Integer> keysOfQueue(List<Map<String, Object>> queue) {
    return queue.stream()
        .map(item -> (Integer) ((Map<?, ?>) item.get("grievance")).get("grievance_Key"))
        .toList();
  }

  /** The years in which databases keep dates end before these deadlines do. */
  @ParameterizedTest
  @MethodSource("databases")
  void linksLeadThroughGrievancesOfTheLastDays(String database, RunningServer server) {
    List<Integer> keys = List.of(9_001, 9_002, 9_003, 9_004);
    String items =
        keys.stream()
            .map(
                key ->
                    "{\"grievance_Key\":%d,\"call_Key\":9999,\"grievance_Received\":\"9999-12-%d\"}"
                        .formatted(key, 28 + (key - 9_001) / 2))
            .collect(Collectors.joining(",", "[", "]"));
    server.to(database).body(items).put(RunningServer.BATCH).then().statusCode(207);
    try {
      assertEquals(
          keys, keysOfQueue(follow(server, database, DEADLINES + "?call_Key=9999&pageSize=1")));
    } finally {
      server.to(database).body(items).delete(RunningServer.BATCH).then().statusCode(207);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "every=week&to=0001-01-03",
        "every=month&to=0001-02-01",
        "from=0001-01-01&to=0001-02-01",
        "to=%2B10000-01-01"
      })
  void statisticsOfYearsThatNoDatabaseHoldsAreABadRequest(String periods, RunningServer server) {
    reader(server, "due-derby")
        .urlEncodingEnabled(false)
        .get(STATISTICS + "?" + periods)
        .then()
        .statusCode(400)
        .body("error.detail", containsString("0001-01-02"));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void openGrievancesComeInTheOrderOfTheirDeadlines(String database, RunningServer server) {
    List<Map<String, Object>> queue = follow(server, database, DEADLINES + "?pageSize=7");
    assertEquals(
        keys(SAMPLES.stream().filter(sample -> sample.resolved() == null)), keysOfQueue(queue));
    for (Map<String, Object> item : queue) {
      int key = (Integer) ((Map<?, ?>) item.get("grievance")).get("grievance_Key");
      Sample sample = SAMPLES.get(key - 1);
      assertEquals(sample.due().toString(), Instant.parse((String) item.get("due")).toString());
      assertEquals(sample.dueDay().map(LocalDate::toString).orElse(null), item.get("dueDay"));
      assertEquals(
          sample.received() == null ? "entry_Date" : "grievance_Received", item.get("countedFrom"));
      if (Duration.between(sample.due(), NOW).abs().compareTo(Duration.ofMinutes(30)) > 0) {
        assertEquals(!sample.due().isAfter(NOW), item.get("overdue"), "overdue " + key);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void theQueueCanBeChosenFrom(String database, RunningServer server) {
    List<Map<String, Object>> queue =
        follow(server, database, DEADLINES + "?pageSize=5&grievance_Category=Billing");
    assertEquals(
        keys(
            SAMPLES.stream()
                .filter(
                    sample -> sample.resolved() == null && "Billing".equals(sample.category()))),
        keysOfQueue(queue));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void dueBeforeChoosesOpenGrievancesByTheirDeadlines(String database, RunningServer server) {
    for (int days = -40; days <= 40; days += 10) {
      Instant time = NOW.plus(days, ChronoUnit.DAYS);
      Predicate<Sample> before = sample -> sample.resolved() == null && sample.due().isBefore(time);
      List<Integer> expected = SAMPLES.stream().filter(before).map(Sample::key).toList();
      reader(server, database)
          .queryParam("dueBefore", time.toString())
          .queryParam("pageSize", 1000)
          .get(GRIEVANCES)
          .then()
          .statusCode(200)
          .body("data.grievance_Key", equalTo(expected));
      assertEquals(
          keys(SAMPLES.stream().filter(before)),
          keysOfQueue(follow(server, database, DEADLINES + "?dueBefore=" + time)));
    }
  }

  /**
   * The last day of a deadline is a day: who asks for those before March gets the last of February.
   */
  @ParameterizedTest
  @MethodSource("databases")
  void dueBeforeADateChoosesTheDeadlinesOfEarlierDays(String database, RunningServer server) {
    for (int days = -30; days <= 30; days += 6) {
      LocalDate date = LocalDate.ofInstant(NOW, ZONE).plusDays(days);
      Predicate<Sample> before = sample -> sample.resolved() == null && sample.isDueBefore(date);
      assertEquals(
          keys(SAMPLES.stream().filter(before)),
          keysOfQueue(follow(server, database, DEADLINES + "?dueBefore=" + date)),
          date.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void grievancesWithoutReceiptAreFoundAndCounted(String database, RunningServer server) {
    Predicate<Sample> without = sample -> sample.received() == null;
    assertEquals(
        keys(SAMPLES.stream().filter(without.and(sample -> sample.resolved() == null))),
        keysOfQueue(follow(server, database, DEADLINES + "?withoutReceipt=true")));
    JsonPath data =
        reader(server, database).get(STATISTICS).then().statusCode(200).extract().jsonPath();
    Map<String, Object> counted = data.getMap("data.withoutReceipt");
    assertCount(counted, "received", without);
    assertCount(counted, "resolved", without.and(sample -> sample.resolved() != null));
    assertCount(counted, "open", without.and(sample -> sample.resolved() == null));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void theDeadlineOfOneGrievanceIsFoundByItsKey(String database, RunningServer server) {
    Sample open = SAMPLES.stream().filter(s -> s.resolved() == null).findFirst().orElseThrow();
    Sample resolved = SAMPLES.stream().filter(s -> s.resolved() != null).findFirst().orElseThrow();
    reader(server, database)
        .queryParam("grievance_Key", open.key())
        .get(DEADLINES)
        .then()
        .statusCode(200)
        .header("Link", nullValue())
        .body("data", hasSize(1));
    reader(server, database)
        .queryParam("grievance_Key", resolved.key())
        .get(DEADLINES)
        .then()
        .body("data", empty());
  }

  @Test
  void theRulesAreThoseOfTheDatabase(RunningServer server) {
    reader(server, "due-derby")
        .get(DEADLINES + "/rules")
        .then()
        .statusCode(200)
        .body("data.zone", equalTo(RunningServer.DUE_ZONE))
        .body("data.rules.name", contains("appeals", "expedited", "standard"))
        .body("data.rules.within", contains("P3D", "PT24H", "P30D"));
    reader(server, "beta")
        .get(DEADLINES + "/rules")
        .then()
        .body("data.zone", equalTo("UTC"))
        .body("data.rules.name", contains("expedited", "medicaid", "standard"));
  }

  @ParameterizedTest
  @CsvSource({
    "after, x, link",
    "after, W10, link",
    "dueBefore, soon, ISO 8601",
    "sortBy, call_Key, sortBy",
    "page, 2, page"
  })
  void aFaultyRequestForTheQueueIsMalformed(
      String name, String value, String detail, RunningServer server) {
    reader(server, "due-derby")
        .queryParam(name, value)
        .get(DEADLINES)
        .then()
        .statusCode(400)
        .body("error.detail", containsString(detail));
  }

  static Stream<String> sorts() {
    return Stream.of(
        "",
        "grievance_Key:desc",
        "grievance_Received",
        "grievance_Received:desc",
        "grievance_Category,grievance_Resolved:desc",
        "grievance_Category:desc,grievance_Type");
  }

  @ParameterizedTest
  @MethodSource("sorts")
  void linksLeadThroughAListInItsOrder(String sortBy, RunningServer server) {
    databases()
        .forEach(
            database -> {
              List<Map<String, Object>> whole =
                  reader(server, database)
                      .queryParam("pageSize", 1000)
                      .queryParam("sortBy", sortBy.isEmpty() ? "grievance_Key" : sortBy)
                      .get(GRIEVANCES)
                      .jsonPath()
                      .getList("data");
              String sorted = sortBy.isEmpty() ? "" : "&sortBy=" + sortBy;
              assertEquals(whole, follow(server, database, GRIEVANCES + "?pageSize=9" + sorted));
              assertEquals(COUNT, whole.size());
            });
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aPageAfterAPlaceIsNotCounted(String database, RunningServer server) {
    Response first = reader(server, database).get(GRIEVANCES + "?pageSize=10&open=true");
    Response second = reader(server, database).urlEncodingEnabled(false).get(next(first));
    assertEquals("{\"PageSize\":10}", second.header("X-Pagination"));
    assertEquals(10, second.jsonPath().getList("data").size());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void countingCanStopAtANumber(String database, RunningServer server) {
    for (String open : List.of("true", "false")) {
      JsonPath position =
          JsonPath.from(
              reader(server, database)
                  .queryParam("open", open)
                  .queryParam("countTo", 20)
                  .get(GRIEVANCES)
                  .header("X-Pagination"));
      assertEquals(20, position.getInt("TotalCount"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"after=x", "after=W10&page=2", "after=WyJhIl0", "after=W251bGxd", "countTo=0"})
  void aPlaceThatIsOfNoLinkIsMalformed(String query, RunningServer server) {
    reader(server, "due-derby")
        .urlEncodingEnabled(false)
        .get(GRIEVANCES + "?" + query)
        .then()
        .statusCode(400);
  }

  @ParameterizedTest
  @CsvSource({
    "due-derby, day, 20",
    "due-derby, week, 8",
    "due-postgresql, day, 20",
    "due-postgresql, month, 2"
  })
  void statisticsCountPeriodsByTheZone(
      String database, String every, int count, RunningServer server) {
    LocalDate today = LocalDate.now(ZONE);
    JsonPath data =
        reader(server, database)
            .queryParam("every", every)
            .queryParam("from", today.minusDays(55).toString())
            .queryParam("to", today.minusDays(55).plusDays(20).toString())
            .get(STATISTICS)
            .then()
            .statusCode(200)
            .extract()
            .jsonPath();
    List<Map<String, Object>> periods = data.getList("data.periods");
    assertTrue(!periods.isEmpty() && periods.size() <= count, periods.toString());
    for (Map<String, Object> period : periods) {
      Instant from = Instant.parse((String) period.get("from"));
      Instant to = Instant.parse((String) period.get("to"));
      assertCount(period, "received", s -> !s.from().isBefore(from) && s.from().isBefore(to));
      assertCount(
          period,
          "resolved",
          s -> s.resolved() != null && !s.resolved().isBefore(from) && s.resolved().isBefore(to));
      assertCount(period, "open", s -> s.isOpenAt(to));
      assertCount(period, "overdue", s -> s.isOverdueAt(to));
    }
  }

  private static void assertCount(
      Map<String, Object> counted, String what, Predicate<Sample> expected) {
    long count = SAMPLES.stream().filter(expected).count();
    assertEquals((int) count, counted.get(what), what + " of " + counted);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void statisticsCountCodesAndTimes(String database, RunningServer server) {
    JsonPath data =
        reader(server, database).get(STATISTICS).then().statusCode(200).extract().jsonPath();
    assertEquals("month", data.getString("data.every"));
    assertEquals(12, data.getList("data.periods").size());
    for (Map<String, Object> code :
        data.<Map<String, Object>>getList("data.by.grievance_Category")) {
      Object category = code.get("code");
      Predicate<Sample> same =
          s -> category == null ? s.category() == null : category.equals(s.category());
      assertCount(code, "received", same);
      assertCount(code, "open", same.and(s -> s.resolved() == null));
    }
    List<Map<String, Object>> times = data.getList("data.timeToResolution");
    assertCount(
        times.get(0),
        "resolved",
        s -> s.resolved() != null && s.resolved().isBefore(s.from().plus(1, ChronoUnit.DAYS)));
    assertEquals(
        (int) SAMPLES.stream().filter(s -> s.resolved() != null).count(),
        times.stream().mapToInt(each -> (Integer) each.get("resolved")).sum());
    assertEquals(60, data.getList("data.written").size());
  }

  @ParameterizedTest
  @CsvSource({
    "every, year, day",
    "from, yesterday, date",
    "from, 2020-01-01, more than 62",
    "to, 2020-01-01T00:00:00Z, date",
    "from, 9998-01-01, no period"
  })
  void aFaultyRequestForStatisticsIsMalformed(
      String name, String value, String detail, RunningServer server) {
    reader(server, "due-derby")
        .queryParam(name, value)
        .get(STATISTICS)
        .then()
        .statusCode(400)
        .body("error.detail", containsString(detail));
  }
}
