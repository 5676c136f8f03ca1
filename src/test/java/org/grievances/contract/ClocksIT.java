package org.grievances.contract;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.Statement;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.grievances.server.ClockedGrievances;
import org.grievances.server.ClockedGrievances.Clocked;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests decisions, their extension, acknowledgements and notices in one queue against what this
 * class works out itself of some hundred grievances.
 */
@ExtendWith(RunningServer.Resolver.class)
class ClocksIT {
  private static final String DEADLINES = "/vbasoftware/deadlines";
  private static final List<String> KINDS = List.of("DECISION", "ACKNOWLEDGEMENT", "NOTICE");
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** Something that is to be done. */
  private record Task(
      Clocked grievance,
      String kind,
      String rule,
      boolean extended,
      Optional<LocalDate> dueDay,
      Instant due) {

    static Task inDays(Clocked of, String kind, String rule, boolean extended, LocalDate last) {
      LocalDate dueDay = extended ? last.plusDays(14) : last;
      Instant due = dueDay.plusDays(1).atStartOfDay(ClockedGrievances.ZONE).toInstant();
      return new Task(of, kind, rule, extended, Optional.of(dueDay), due);
    }

    boolean isBefore(LocalDate date) {
      return dueDay
          .map(day -> day.isBefore(date))
          .orElseGet(() -> due.isBefore(date.atStartOfDay(ClockedGrievances.ZONE).toInstant()));
    }

    List<Object> shown() {
      return List.of(
          grievance.key(), kind, rule, extended, due.toString(), dueDay.map(LocalDate::toString));
    }
  }

  static Stream<String> databases() {
    return ClockedGrievances.DATABASES.stream();
  }

  /** What is in Derby was there before the server. */
  @BeforeAll
  static void load(RunningServer server) throws Exception {
    for (String database : List.of("clocked-postgresql", "clocked-spread")) {
      await(database)
          .atMost(TIMEOUT)
          .until(() -> reader(server, database).get(DEADLINES).statusCode() == 200);
      try (Connection connection = server.postgres(database.replace("-postgresql", ""));
          Statement statement = connection.createStatement()) {
        ClockedGrievances.add(statement);
      }
    }
  }

  private static RequestSpecification reader(RunningServer server, String database) {
    return server.to(database, "grievance-reader");
  }

  private static LocalDate day(Clocked of) {
    return of.from().atZone(ClockedGrievances.ZONE).toLocalDate();
  }

  private static LocalDate businessDaysAfter(LocalDate day, int count) {
    Set<String> holidays = new HashSet<>();
    try {
      Files.readAllLines(ClockedGrievances.HOLIDAYS).stream()
          .filter(line -> line.startsWith("2"))
          .forEach(line -> holidays.add(line.substring(0, 10)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    LocalDate last = day;
    for (int left = count; left > 0; ) {
      last = last.plusDays(1);
      boolean isWeekend =
          last.getDayOfWeek() == DayOfWeek.SATURDAY || last.getDayOfWeek() == DayOfWeek.SUNDAY;
      left -= isWeekend || holidays.contains(last.toString()) ? 0 : 1;
    }
    return last;
  }

  private static Stream<Task> decision(Clocked of) {
    if (of.resolved() != null) {
      return Stream.of();
    }
    boolean extended =
        of.extensionNoticed() != null
            && ("PLAN".equals(of.extension()) || "ENROLLEE".equals(of.extension()));
    if ("EXPEDITED".equals(of.processing()) && "MEDICARE_C".equals(of.line())) {
      Instant due = of.from().plus(72 + (extended ? 14 * 24 : 0), ChronoUnit.HOURS);
      return Stream.of(new Task(of, "DECISION", "urgent", extended, Optional.empty(), due));
    }
    if ("MEDICAID".equals(of.line())) {
      return "Billing".equals(of.category())
          ? Stream.of(
              Task.inDays(of, "DECISION", "bills", extended, businessDaysAfter(day(of), 10)))
          : Stream.of(Task.inDays(of, "DECISION", "early", extended, day(of).plusDays(20)));
    }
    return Stream.of(Task.inDays(of, "DECISION", "standard", extended, day(of).plusDays(30)));
  }

  private static Stream<Task> acknowledgement(Clocked of) {
    if (of.resolved() != null || of.acknowledged() != null) {
      return Stream.of();
    }
    if ("MEDICAID".equals(of.line())) {
      return Stream.of(Task.inDays(of, "ACKNOWLEDGEMENT", "greeting", false, day(of).plusDays(5)));
    }
    return day(of).isBefore(ClockedGrievances.SINCE)
        ? Stream.of()
        : Stream.of(Task.inDays(of, "ACKNOWLEDGEMENT", "welcome", false, day(of).plusDays(7)));
  }

  private static Stream<Task> notice(Clocked of) {
    boolean toldInMedicare = of.oral() != null && !"WRITTEN".equals(of.mode());
    boolean isMet = "MEDICARE_C".equals(of.line()) && toldInMedicare;
    boolean hasRule = "MEDICARE_C".equals(of.line()) || "MEDICAID".equals(of.line());
    if (of.written() != null || isMet || !hasRule) {
      return Stream.of();
    }
    String rule = "MEDICARE_C".equals(of.line()) ? "told" : "letter";
    return Stream.of(Task.inDays(of, "NOTICE", rule, false, day(of).plusDays(30)));
  }

  private static List<List<Object>> expected(Predicate<Task> chosen) {
    return ClockedGrievances.ALL.stream()
        .flatMap(
            of -> Stream.of(decision(of), acknowledgement(of), notice(of)).flatMap(each -> each))
        .filter(chosen)
        .sorted(
            Comparator.comparing(Task::due)
                .thenComparing(task -> KINDS.indexOf(task.kind()))
                .thenComparing(task -> task.grievance().from())
                .thenComparing(task -> task.grievance().key()))
        .map(Task::shown)
        .toList();
  }

  /** All items of the queue, page after page by the links. */
  private static List<List<Object>> queue(RunningServer server, String database, String query) {
    List<List<Object>> all = new ArrayList<>();
    String next = DEADLINES + query;
    while (next != null) {
      Response page = reader(server, database).urlEncodingEnabled(false).get(next);
      assertEquals(200, page.statusCode(), page.asString());
      page.jsonPath().<Map<String, Object>>getList("data").stream()
          .map(ClocksIT::shown)
          .forEach(all::add);
      assertTrue(all.size() < 1_000, "pages overlap");
      next = next(page);
    }
    return all;
  }

  private static List<Object> shown(Map<String, Object> item) {
    return List.of(
        ((Map<?, ?>) item.get("grievance")).get("grievance_Key"),
        item.get("kind"),
        item.get("rule"),
        item.get("extended"),
        Instant.parse((String) item.get("due")).toString(),
        Optional.ofNullable(item.get("dueDay")));
  }

  private static String next(Response page) {
    String link = page.header("Link");
    if (link == null) {
      return null;
    }
    URI uri = URI.create(link.substring(1, link.indexOf('>')));
    return uri.getRawPath() + "?" + uri.getRawQuery();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void allThatIsToBeDoneComesInOneOrder(String database, RunningServer server) {
    List<List<Object>> expected = expected(task -> true);
    assertEquals(
        Set.of("urgent", "bills", "early", "standard", "greeting", "welcome", "told", "letter"),
        Set.copyOf(expected.stream().map(shown -> shown.get(2)).toList()));
    assertEquals(expected, queue(server, database, "?pageSize=7"));
    assertEquals(expected, queue(server, database, "?pageSize=1000"));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void theQueueCanBeOfOneKindAndOfSomeGrievances(String database, RunningServer server) {
    for (String kind : KINDS) {
      assertEquals(
          expected(task -> task.kind().equals(kind)),
          queue(server, database, "?pageSize=9&kind=" + kind));
    }
    assertEquals(
        expected(task -> "MEDICAID".equals(task.grievance().line())),
        queue(server, database, "?pageSize=9&line_Of_Business=MEDICAID"));
  }

  /** Of the list of grievances, it is about decisions. */
  @ParameterizedTest
  @MethodSource("databases")
  void dueBeforeChoosesByEachDeadline(String database, RunningServer server) {
    for (int days = -20; days <= 30; days += 10) {
      LocalDate date = LocalDate.ofInstant(ClockedGrievances.NOW, ClockedGrievances.ZONE);
      LocalDate before = date.plusDays(days);
      assertEquals(
          expected(task -> task.isBefore(before)),
          queue(server, database, "?pageSize=11&dueBefore=" + before));
      List<Object> decisions =
          expected(task -> task.kind().equals("DECISION") && task.isBefore(before)).stream()
              .map(shown -> shown.get(0))
              .sorted()
              .toList();
      reader(server, database)
          .queryParam("dueBefore", before.toString())
          .queryParam("pageSize", 1000)
          .get("/vbasoftware/grievances")
          .then()
          .statusCode(200)
          .body("data.grievance_Key", equalTo(decisions));
    }
  }

  /** In Derby, where all were there when they were counted. */
  @Test
  void overdueDeadlinesAreCountedByTheirKind(RunningServer server) {
    for (String kind : KINDS) {
      await(kind)
          .atMost(TIMEOUT)
          .untilAsserted(
              () -> {
                double counted = overdue(server, kind);
                assertTrue(counted >= overdueAt(kind, ClockedGrievances.NOW), kind + counted);
                assertTrue(counted <= overdueAt(kind, Instant.now()), kind + counted);
              });
    }
  }

  private static double overdue(RunningServer server, String kind) {
    String ofKind = "kind=\"" + kind.toLowerCase(Locale.ROOT) + "\"";
    return server
        .asOperations()
        .get("/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith("grievances_overdue{"))
        .filter(line -> line.contains("database=\"clocked-derby\"") && line.contains(ofKind))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static int overdueAt(String kind, Instant time) {
    return expected(task -> task.kind().equals(kind) && !task.due().isAfter(time)).size();
  }

  @Test
  void rulesTellTheirKindsAndConditions(RunningServer server) {
    reader(server, "clocked-derby")
        .get(DEADLINES + "/rules")
        .then()
        .statusCode(200)
        .body(
            "data.rules.kind",
            contains(
                "DECISION",
                "DECISION",
                "DECISION",
                "ACKNOWLEDGEMENT",
                "ACKNOWLEDGEMENT",
                "NOTICE",
                "NOTICE",
                "DECISION"))
        .body("data.rules[0].processing", equalTo("EXPEDITED"))
        .body("data.rules[0].line_Of_Business", equalTo("MEDICARE_C"))
        .body("data.rules[1].code", equalTo("Billing"))
        .body(
            "data.rules.businessDays",
            contains(false, true, false, false, false, false, false, false))
        .body("data.rules[4].since", equalTo(ClockedGrievances.SINCE.toString()))
        .body("data.rules[5].oralSuffices", equalTo(true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void onlyDecisionsAreDueUntilMoreIsConfigured(String database, RunningServer server) {
    reader(server, database)
        .get(DEADLINES + "/rules")
        .then()
        .body("data.rules.kind", contains("DECISION", "DECISION", "DECISION"));
    reader(server, database)
        .queryParam("kind", "NOTICE")
        .get(DEADLINES)
        .then()
        .statusCode(200)
        .body("data", equalTo(List.of()));
  }

  @ParameterizedTest
  @CsvSource({"decision, must be one of DECISION", "APPEAL, 'ACKNOWLEDGEMENT, NOTICE'"})
  void unknownKindIsMalformed(String kind, String detail, RunningServer server) {
    reader(server, "clocked-derby")
        .queryParam("kind", kind)
        .get(DEADLINES)
        .then()
        .statusCode(400)
        .body("error.detail", containsString(detail));
  }
}
