package org.grievances.contract;

import static org.awaitility.Awaitility.await;
import static org.grievances.server.Gzip.gzip;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that dates are local time of their database, on all products: how they are read, by what
 * days they are chosen and counted, and how the zone is shown. What is expected is worked out here.
 */
@ExtendWith(RunningServer.Resolver.class)
class ZonesIT {
  private static final String GRIEVANCES = "/vbasoftware/grievances";
  private static final String JOBS = "/vbasoftware/jobs/";
  private static final String JSON = "application/json";
  private static final String CSV = "text/csv";
  private static final String NDJSON = "application/x-ndjson";
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final ZoneId NEW_YORK = ZoneId.of(RunningServer.DUE_ZONE);
  private static final Map<String, ZoneId> ZONES =
      Map.of(
          "zoned-derby", NEW_YORK,
          "zoned-postgresql", NEW_YORK,
          "zoned-spread", ZoneId.of("Asia/Kolkata"));

  /** More than a batch may have, so that they are loaded by a job. */
  private static final int COUNT = 13_000;

  /** Rows of other tests have higher keys, and are received after all periods that are counted. */
  private static final int OTHERS = 1_000_000;

  private static final LocalDate LATER = LocalDate.of(2030, 3, 10);
  private static final Map<String, List<Sample>> LOADED = new ConcurrentHashMap<>();

  static Stream<String> databases() {
    return ZONES.keySet().stream().sorted();
  }

  /**
   * A grievance.
   *
   * @param received as it is sent; may be null
   * @param from when it was received, or else entered
   * @param resolved may be null
   */
  private record Sample(int key, String received, Instant from, Instant resolved) {

    boolean isOpenAt(Instant time) {
      return from.isBefore(time) && (resolved == null || !resolved.isBefore(time));
    }

    boolean isOverdueAt(Instant time, ZoneId zone) {
      return isOpenAt(time)
          && dueDay(zone).plusDays(1).atStartOfDay(zone).toInstant().isBefore(time);
    }

    LocalDate dueDay(ZoneId zone) {
      return from.atZone(zone).toLocalDate().plusDays(30);
    }

    String csv() {
      String entered = received == null ? from.toString() : "";
      return key
          + ","
          + (received == null ? "" : received)
          + ","
          + entered
          + ","
          + (resolved == null ? "" : resolved);
    }
  }

  /** Around the changes of clocks of a year, many at the edges of days. */
  private static List<Sample> samples(ZoneId zone) {
    Random random = new Random(11);
    List<Sample> samples = new ArrayList<>();
    for (int key = 1; key <= COUNT; key++) {
      LocalDate first =
          random.nextBoolean() ? LocalDate.of(2025, 3, 1) : LocalDate.of(2025, 10, 25);
      ZonedDateTime midnight = first.plusDays(random.nextInt(16)).atStartOfDay(zone);
      long seconds =
          switch (random.nextInt(3)) {
            case 0 -> 0;
            case 1 -> random.nextInt(7_200) - 3_600;
            default -> random.nextInt(86_400);
          };
      Instant from = midnight.toInstant().plusSeconds(seconds);
      Instant resolved = from.plusSeconds(random.nextInt(40 * 86_400));
      samples.add(
          new Sample(
              key,
              key % 10 == 0 ? null : text(from, zone, random),
              from,
              key % 3 == 0 ? null : resolved));
    }
    return samples;
  }

  /** In one of the ways that mean the instant in the zone. */
  private static String text(Instant instant, ZoneId zone, Random random) {
    ZonedDateTime local = instant.atZone(zone);
    boolean isEarlier = local.toLocalDateTime().atZone(zone).toInstant().equals(instant);
    if (!isEarlier || random.nextInt(4) == 0) {
      return random.nextBoolean() ? instant.toString() : local.toOffsetDateTime().toString();
    }
    LocalDateTime time = local.toLocalDateTime();
    return time.equals(time.toLocalDate().atStartOfDay())
        ? time.toLocalDate().toString()
        : time.toString();
  }

  private static List<Sample> loaded(RunningServer server, String database) {
    return LOADED.computeIfAbsent(database, name -> load(server, name));
  }

  private static List<Sample> load(RunningServer server, String database) {
    server.awaitUse(database);
    List<Sample> samples = samples(ZONES.get(database));
    String rows =
        samples.stream()
            .map(Sample::csv)
            .collect(
                Collectors.joining(
                    "\n",
                    "grievance_Key,grievance_Received,entry_Date,grievance_Resolved\n",
                    "\n"));
    end(server, database, CSV, rows).then().body("data.created", equalTo(COUNT));
    return samples;
  }

  /** A job at its end. */
  private static Response end(RunningServer server, String database, String type, String body) {
    String id =
        server
            .to(database)
            .contentType(type)
            .header("Prefer", "respond-async")
            .body(body.getBytes(StandardCharsets.UTF_8))
            .put(RunningServer.BATCH)
            .then()
            .statusCode(202)
            .extract()
            .path("data.id");
    return await("end of job " + id)
        .atMost(TIMEOUT)
        .until(
            () -> server.to(database).get(JOBS + id),
            job -> List.of("Completed", "Failed").contains(job.<String>path("data.state")));
  }

  private static Response put(RunningServer server, String database, String type, String body) {
    return server
        .to(database)
        .contentType(type)
        .body(body.getBytes(StandardCharsets.UTF_8))
        .put(RunningServer.BATCH);
  }

  private static void assertReceived(
      RunningServer server, String database, int key, Instant expected) {
    server
        .to(database)
        .get(GRIEVANCES + "/" + key)
        .then()
        .statusCode(200)
        .body("data.grievance_Received", equalTo(expected.toString()));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void dateIsTheBeginningOfTheLocalDayInEveryFormatAndOperation(
      String database, RunningServer server) throws IOException {
    server.awaitUse(database);
    int key = OTHERS;
    String item = "{\"grievance_Key\":%d,\"grievance_Received\":\"" + LATER + "\"}";
    String row = "grievance_Key,grievance_Received\n%d," + LATER + "\n";
    put(server, database, JSON, "[" + item.formatted(key) + "]").then().statusCode(207);
    put(server, database, NDJSON, item.formatted(key + 1)).then().statusCode(207);
    put(server, database, CSV, row.formatted(key + 2)).then().statusCode(207);
    end(server, database, NDJSON, item.formatted(key + 3));
    end(server, database, CSV, row.formatted(key + 4));
    end(server, database, JSON, "[" + item.formatted(key + 5) + "]");
    server.to(database).body(item.formatted(key + 6)).post(GRIEVANCES).then().statusCode(201);
    server
        .to(database)
        .body(item.formatted(key + 6))
        .put(GRIEVANCES + "/" + (key + 6))
        .then()
        .statusCode(200);
    server
        .to(database)
        .header("Content-Encoding", "gzip")
        .body(gzip("[" + item.formatted(key + 7) + "]"))
        .put(RunningServer.BATCH)
        .then()
        .statusCode(207);
    Instant expected = LATER.atStartOfDay(ZONES.get(database)).toInstant();
    for (int each = key; each <= key + 7; each++) {
      assertReceived(server, database, each, expected);
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void dateOfACodeIsLocalToo(String database, RunningServer server) {
    server.awaitUse(database);
    server
        .to(database, "grievance-admin")
        .body(
            "{\"grievance_Admin_Change_Type\":\"Zoned\",\"default_Admin_Change_Type\":false,\"entry_Date\":\""
                + LATER
                + "\"}")
        .post("/vbasoftware/grievance-admin-change-types")
        .then()
        .statusCode(201)
        .body(
            "data.entry_Date",
            equalTo(LATER.atStartOfDay(ZONES.get(database)).toInstant().toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"zoned-derby", "zoned-postgresql"})
  void skippedTimeIsRefusedAndRepeatedOneIsTheEarlier(String database, RunningServer server) {
    server.awaitUse(database);
    int key = OTHERS + 100;
    String items =
        """
        [{"grievance_Key":%d,"grievance_Received":"2030-03-10T02:30"},
         {"grievance_Key":%d,"grievance_Received":"2030-11-03T01:30"},
         {"grievance_Key":%d,"grievance_Received":"2030-03-10T02:30-05:00"}]
        """
            .formatted(key, key + 1, key + 2);
    String reason = "does not exist in America/New_York, where clocks are set forward then";
    for (String mode : List.of("?dryRun=true", "")) {
      server
          .to(database)
          .body(items)
          .put(RunningServer.BATCH + mode)
          .then()
          .statusCode(207)
          .body("data.status", equalTo(List.of(400, 201, 201)))
          .body("data[0].body", containsString("grievance_Received: " + reason));
    }
    assertReceived(server, database, key + 1, Instant.parse("2030-11-03T05:30:00Z"));
    assertReceived(server, database, key + 2, Instant.parse("2030-03-10T07:30:00Z"));
    server
        .to(database)
        .body(items)
        .put(RunningServer.BATCH + "?atomic=true")
        .then()
        .statusCode(207)
        .body("data.status", equalTo(List.of(400, 424, 424)));
    server
        .to(database)
        .queryParam("receivedFrom", "2030-03-10T02:30")
        .get(GRIEVANCES)
        .then()
        .statusCode(400)
        .body("error.detail", containsString("receivedFrom: " + reason));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void requestSentAgainIsAnsweredAsTheFirst(String database, RunningServer server) {
    server.awaitUse(database);
    String item =
        "[{\"grievance_Key\":%d,\"grievance_Received\":\"%s\"}]".formatted(OTHERS + 200, LATER);
    String idempotencyKey = UUID.randomUUID().toString();
    for (int attempt = 0; attempt < 2; attempt++) {
      server
          .to(database)
          .header("Idempotency-Key", idempotencyKey)
          .body(item)
          .put(RunningServer.BATCH)
          .then()
          .statusCode(207)
          .body("data[0].status", equalTo(201));
    }
    String updated =
        server.to(database).get(GRIEVANCES + "/" + (OTHERS + 200)).path("data.update_Date");
    LocalDateTime local = LocalDateTime.ofInstant(Instant.parse(updated), ZONES.get(database));
    put(
            server,
            database,
            JSON,
            "[{\"grievance_Key\":%d,\"update_Date\":\"%s\"}]".formatted(OTHERS + 200, local))
        .then()
        .statusCode(207);
    server
        .to(database)
        .queryParam("updatedFrom", local.toString())
        .queryParam("grievance_Key", OTHERS + 200)
        .get(GRIEVANCES)
        .then()
        .body("data.size()", equalTo(1));
  }

  @Test
  void jobKeepsTheZoneThatItWasReceivedWith(RunningServer server) throws SQLException {
    server.awaitUse("zoned-postgresql");
    String id =
        end(server, "zoned-postgresql", NDJSON, "{\"grievance_Key\":" + (OTHERS + 300) + "}")
            .path("data.id");
    try (var connection = server.postgres("zoned");
        var query = connection.prepareStatement("select time_zone from jobs where job_id = ?")) {
      query.setString(1, id);
      try (var row = query.executeQuery()) {
        assertTrue(row.next());
        assertEquals(RunningServer.DUE_ZONE, row.getString(1));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void filtersChooseLocalDays(String database, RunningServer server) {
    List<Sample> samples = loaded(server, database);
    ZoneId zone = ZONES.get(database);
    for (LocalDate date = LocalDate.of(2025, 3, 8);
        date.isBefore(LocalDate.of(2025, 3, 12));
        date = date.plusDays(1)) {
      LocalDate day = date;
      List<Integer> expected =
          samples.stream()
              .filter(sample -> sample.received() != null)
              .filter(sample -> sample.from().atZone(zone).toLocalDate().equals(day))
              .map(Sample::key)
              .toList();
      List<Integer> listed =
          server
              .to(database)
              .queryParam("receivedFrom", day.toString())
              .queryParam("receivedTo", day.plusDays(1).toString())
              .queryParam("pageSize", 1000)
              .get(GRIEVANCES)
              .path("data.grievance_Key");
      assertEquals(expected, listed, day.toString());
      Response export =
          server
              .to(database)
              .accept(NDJSON)
              .queryParam("receivedFrom", day.toString())
              .queryParam("receivedTo", day.plusDays(1).toString())
              .get(GRIEVANCES + "/export");
      assertEquals(Integer.toString(expected.size()), export.header("X-Total-Count"));
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void grievancesWithoutReceiptAreFound(String database, RunningServer server) {
    List<Sample> samples = loaded(server, database).subList(0, 500);
    for (boolean without : new boolean[] {true, false}) {
      List<Integer> expected =
          samples.stream()
              .filter(sample -> (sample.received() == null) == without)
              .map(Sample::key)
              .toList();
      server
          .to(database)
          .queryParam("withoutReceipt", without)
          .queryParam("keyTo", 501)
          .queryParam("pageSize", 500)
          .get(GRIEVANCES)
          .then()
          .statusCode(200)
          .body("data.grievance_Key", equalTo(expected));
      String exported =
          server
              .to(database)
              .accept(NDJSON)
              .queryParam("withoutReceipt", without)
              .queryParam("keyTo", 501)
              .get(GRIEVANCES + "/export")
              .asString();
      assertEquals(expected.size(), exported.lines().count());
    }
  }

  static Stream<List<String>> databasesAndPeriods() {
    return databases()
        .flatMap(
            database ->
                Stream.of(
                    List.of(database, "day", "2025-03-01", "2025-03-31"),
                    List.of(database, "day", "2025-10-25", "2025-11-30"),
                    List.of(database, "week", "2025-02-24", "2025-12-01"),
                    List.of(database, "month", "2025-01-01", "2026-01-01")));
  }

  @ParameterizedTest
  @MethodSource("databasesAndPeriods")
  void statisticsCountLocalDaysWeeksAndMonths(List<String> request, RunningServer server) {
    String database = request.get(0);
    List<Sample> samples = loaded(server, database);
    ZoneId zone = ZONES.get(database);
    LocalDate from = LocalDate.parse(request.get(2));
    LocalDate to = LocalDate.parse(request.get(3));
    JsonPath data =
        server
            .to(database)
            .queryParam("every", request.get(1))
            .queryParam("from", from.toString())
            .queryParam("to", to.toString())
            .get("/vbasoftware/grievance-statistics")
            .then()
            .statusCode(200)
            .body("data.zone", equalTo(zone.getId()))
            .extract()
            .jsonPath();
    List<Instant> begins =
        Stream.iterate(from, date -> !date.isAfter(to), date -> next(date, request.get(1)))
            .map(date -> date.atStartOfDay(zone).toInstant())
            .toList();
    List<Map<String, Object>> periods = data.getList("data.periods");
    assertEquals(begins.size() - 1, periods.size());
    for (int number = 0; number < periods.size(); number++) {
      Instant begin = begins.get(number);
      Instant end = begins.get(number + 1);
      Map<String, Object> period = periods.get(number);
      assertEquals(begin.toString(), period.get("from"));
      assertEquals(end.toString(), period.get("to"));
      assertCount(samples, period, "received", sample -> isIn(sample.from(), begin, end));
      assertCount(samples, period, "resolved", sample -> isIn(sample.resolved(), begin, end));
      assertCount(samples, period, "open", sample -> sample.isOpenAt(end));
      assertCount(samples, period, "overdue", sample -> sample.isOverdueAt(end, zone));
    }
  }

  private static LocalDate next(LocalDate date, String unit) {
    return switch (unit) {
      case "day" -> date.plusDays(1);
      case "week" -> date.with(TemporalAdjusters.next(DayOfWeek.MONDAY));
      default -> date.plusMonths(1);
    };
  }

  private static boolean isIn(Instant time, Instant begin, Instant end) {
    return time != null && !time.isBefore(begin) && time.isBefore(end);
  }

  private static void assertCount(
      List<Sample> samples, Map<String, Object> counted, String what, Predicate<Sample> expected) {
    long count = samples.stream().filter(expected).count();
    assertEquals((int) count, counted.get(what), what + " of " + counted);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void deadlinesEndWithLocalDays(String database, RunningServer server) {
    List<Sample> samples = loaded(server, database);
    ZoneId zone = ZONES.get(database);
    LocalDate date = LocalDate.of(2025, 4, 5);
    long expected =
        samples.stream()
            .filter(sample -> sample.resolved() == null)
            .filter(sample -> sample.dueDay(zone).isBefore(date))
            .count();
    Response page =
        server
            .to(database)
            .queryParam("dueBefore", date.toString())
            .queryParam("pageSize", 1_000)
            .get("/vbasoftware/deadlines");
    List<Map<String, Object>> queue = page.jsonPath().getList("data");
    assertTrue(expected > 100 && expected < 1_000, expected + " of too few or too many");
    assertEquals(expected, queue.size());
    for (Map<String, Object> item : queue) {
      int key = (Integer) ((Map<?, ?>) item.get("grievance")).get("grievance_Key");
      LocalDate dueDay = samples.get(key - 1).dueDay(zone);
      assertEquals(dueDay.toString(), item.get("dueDay"));
      assertEquals(dueDay.plusDays(1).atStartOfDay(zone).toInstant().toString(), item.get("due"));
    }
  }

  @Test
  void zoneIsTold(RunningServer server) {
    ZONES.forEach(
        (database, zone) -> {
          server.awaitUse(database);
          List<Map<String, Object>> all =
              server
                  .to(database, "grievance-admin")
                  .get("/vbasoftware/databases")
                  .jsonPath()
                  .getList("data");
          assertEquals(
              zone.getId(),
              all.stream()
                  .filter(each -> database.equals(each.get("name")))
                  .findAny()
                  .orElseThrow()
                  .get("zone"));
          server
              .to(database, "grievance-reader")
              .get("/vbasoftware/deadlines/rules")
              .then()
              .body("data.zone", equalTo(zone.getId()));
        });
  }
}
