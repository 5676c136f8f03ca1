package org.grievances.contract;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.response.Response;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.grievances.server.ClassOrder;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Numbers of reports are those that a plain count of the same grievances gives, and open to exactly
 * these grievances.
 */
@ExtendWith(RunningServer.Resolver.class)
@Order(ClassOrder.LONG)
class ReportsIT {
  private static final String BASE = "/vbasoftware/";
  private static final String REPORTS = BASE + "reports/";
  private static final String ADMIN = "grievance-admin";
  private static final String READER = "grievance-reader";
  private static final int MANY = 2_500;
  private static final LocalDate FROM = LocalDate.of(2024, 1, 1);
  private static final LocalDate TO = LocalDate.of(2025, 1, 1);
  private static final List<String> DATABASES =
      List.of("reported-derby", "reported-postgresql", "reported-spread");

  private static final List<ReportRecord> RECORDS = records();

  private static List<ReportRecord> records() {
    Random random = new Random(20_261_201);
    return IntStream.rangeClosed(1, MANY)
        .mapToObj(number -> ReportRecord.random(-number, random).resolvedIfOwn())
        .toList();
  }

  @BeforeAll
  static void load(RunningServer server) {
    for (String database : DATABASES) {
      server.awaitUse(database);
      put(server, database, "grievances-batch", ReportRecord::grievance);
      put(server, database, "grievance-cases-batch", ReportRecord::caseOfIt);
      server
          .to(database, ADMIN)
          .contentType("text/csv")
          .body(ReportRecord.CODES)
          .put(BASE + "report-codes-batch?atomic=true")
          .then()
          .log()
          .ifValidationFails()
          .statusCode(207)
          .body("data.status", everyItem(not(equalTo(400))));
    }
  }

  private static void put(
      RunningServer server, String database, String path, Function<ReportRecord, String> form) {
    for (int first = 0; first < MANY; first += 500) {
      server
          .to(database)
          .body(
              RECORDS.subList(first, first + 500).stream()
                  .map(form)
                  .collect(Collectors.joining(",", "[", "]")))
          .put(BASE + path + "?atomic=true")
          .then()
          .statusCode(207)
          .body("data.status", everyItem(not(equalTo(400))));
    }
  }

  private static Response report(RunningServer server, String database, String query) {
    return server.to(database, READER).get(REPORTS + query);
  }

  private static Set<Integer> keys(Predicate<ReportRecord> isCounted) {
    return RECORDS.stream()
        .filter(isCounted)
        .map(ReportRecord::key)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<Integer> listed(RunningServer server, String database, String link) {
    Set<Integer> keys = new TreeSet<>();
    String page = link + "&fields=grievance_Key&pageSize=1000";
    while (page != null) {
      Response response = server.to(database, READER).urlEncodingEnabled(false).get(page);
      response.then().statusCode(200);
      keys.addAll(response.<List<Integer>>path("data.grievance_Key"));
      String next = response.header("Link");
      page = next == null ? null : next.substring(1, next.indexOf('>'));
    }
    return keys;
  }

  /** The numbers and the unknown facts are the expected ones, and so are their grievances. */
  private static void assertReport(
      RunningServer server,
      String database,
      String query,
      Map<String, Set<Integer>> numbers,
      Map<String, Set<Integer>> unknown) {
    Response response = report(server, database, query);
    response.then().statusCode(200);
    List<Map<String, Object>> counted = response.path("data.numbers");
    assertEquals(
        new ArrayList<>(numbers.keySet()),
        counted.stream().map(number -> number.get("code")).toList());
    for (Map<String, Object> number : counted) {
      Set<Integer> expected = numbers.get(number.get("code"));
      assertEquals(expected.size(), number.get("value"), number.toString());
      assertEquals(
          expected, listed(server, database, (String) number.get("grievances")), number.toString());
    }
    Map<String, Set<Integer>> known = new TreeMap<>();
    for (Map<String, Object> fact : response.<List<Map<String, Object>>>path("data.unknown")) {
      Set<Integer> keys = listed(server, database, (String) fact.get("grievances"));
      assertEquals(keys.size(), fact.get("count"), fact.toString());
      known.put((String) fact.get("fact"), keys);
    }
    Map<String, Set<Integer>> expected = new TreeMap<>(unknown);
    expected.values().removeIf(Set::isEmpty);
    assertEquals(expected, known);
  }

  @ParameterizedTest
  @ValueSource(strings = {"reported-derby", "reported-postgresql", "reported-spread"})
  void mcparCountsWhatAPlainCountGives(String database, RunningServer server) {
    Predicate<ReportRecord> medicaid = each -> each.isOf("MEDICAID", "INTEGRATED");
    Predicate<ReportRecord> resolved = medicaid.and(each -> each.isResolvedIn(FROM, TO));
    Predicate<ReportRecord> received = medicaid.and(each -> each.isReceivedIn(FROM, TO));
    Map<String, Set<Integer>> numbers = new LinkedHashMap<>();
    numbers.put("10", keys(resolved));
    numbers.put(
        "11", keys(medicaid.and(each -> each.isReceivedBefore(TO) && !each.isResolvedBefore(TO))));
    numbers.put("12", keys(received.and(each -> each.codes("MCPAR_LTSS").contains("12"))));
    numbers.put("14", keys(resolved.and(ReportRecord::isInTime)));
    for (char code = 'a'; code <= 'o'; code++) {
      String service = "15" + code;
      if (code != 'j') {
        numbers.put(
            service, keys(resolved.and(each -> each.codes("MCPAR_SERVICE").contains(service))));
      }
    }
    for (char code = 'a'; code <= 'k'; code++) {
      String reason = "16" + code;
      numbers.put(reason, keys(resolved.and(each -> each.codes("MCPAR_REASON").contains(reason))));
    }
    assertEquals(Set.of(-7, -8), numbers.get("16h"), "own codes");
    assertEquals(Set.of(-8), numbers.get("15o"), "own codes");
    Map<String, Set<Integer>> unknown = new TreeMap<>();
    unknown.put(
        "line_Of_Business",
        keys(
            each ->
                each.isGrievance()
                    && each.line() == null
                    && (each.isResolvedIn(FROM, TO)
                        || each.isReceivedIn(FROM, TO)
                        || each.isReceivedBefore(TO) && !each.isResolvedBefore(TO)
                        || each.received() == null && !each.isResolvedBefore(FROM))));
    unknown.put(
        "grievance_Received",
        keys(medicaid.and(each -> each.received() == null && !each.isResolvedBefore(FROM))));
    unknown.put("MCPAR_LTSS", keys(received.and(each -> each.codes("MCPAR_LTSS").isEmpty())));
    for (String scheme : List.of("MCPAR_SERVICE", "MCPAR_REASON")) {
      unknown.put(scheme, keys(resolved.and(each -> each.codes(scheme).isEmpty())));
    }

    assertReport(server, database, "mcpar?year=2024", numbers, unknown);
    assertReport(server, database, "mcpar?from=2024-01-01&to=2025-01-01", numbers, unknown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"reported-derby", "reported-postgresql", "reported-spread"})
  void disclosureCountsThoseReceivedAndTheirRate(String database, RunningServer server) {
    Predicate<ReportRecord> medicare = each -> each.isOf("MEDICARE_C", "INTEGRATED");
    Set<Integer> received = keys(medicare.and(each -> each.isReceivedIn(FROM, TO)));
    Predicate<ReportRecord> mayBe = each -> each.received() == null && !each.isResolvedBefore(FROM);

    Response response = report(server, database, "cms-r-0282?year=2024&enrolment=12345.6");

    response
        .then()
        .statusCode(200)
        .body("data.name", equalTo("cms-r-0282"))
        .body("data.from", equalTo("2024-01-01"))
        .body("data.to", equalTo("2025-01-01"))
        .body("data.zone", equalTo("America/New_York"))
        .body("data.numbers.code", equalTo(List.of("5", "6")))
        .body("data.numbers[0].value", equalTo(received.size()));
    double rate = Math.round(received.size() * 1000 / 12345.6 * 100) / 100.0;
    assertEquals(rate, ((Number) response.path("data.numbers[1].value")).doubleValue(), 0.005);
    for (String number : List.of("5", "6")) {
      String link = REPORTS + "cms-r-0282/grievances?year=2024&number=" + number;
      assertEquals(received, listed(server, database, link));
    }
    Map<String, Integer> unknown = new TreeMap<>();
    unknown.put("grievance_Received", keys(medicare.and(mayBe)).size());
    unknown.put(
        "line_Of_Business",
        keys(each ->
                each.isGrievance()
                    && each.line() == null
                    && (each.isReceivedIn(FROM, TO) || mayBe.test(each)))
            .size());
    List<Map<String, Object>> facts = response.path("data.unknown");
    assertEquals(
        unknown,
        facts.stream()
            .collect(
                Collectors.toMap(
                    fact -> (String) fact.get("fact"),
                    fact -> (Integer) fact.get("count"),
                    (one, other) -> one,
                    TreeMap::new)));

    report(server, database, "cms-r-0282?year=2024")
        .then()
        .body("data.numbers[1].value", nullValue())
        .body("data.unknown.fact", hasItem("enrolment"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"reported-derby", "reported-postgresql", "reported-spread"})
  void pendingOver30DaysIsCountedAtBothEndsOfAQuarter(String database, RunningServer server) {
    LocalDate from = LocalDate.of(2024, 1, 1);
    LocalDate to = LocalDate.of(2024, 4, 1);
    Map<String, Predicate<ReportRecord>> lines = new LinkedHashMap<>();
    lines.put("total", ReportRecord::isGrievance);
    lines.put("commercial", each -> each.isOf("COMMERCIAL"));
    lines.put("medicare", each -> each.isOf("MEDICARE_C", "MEDICARE_D", "INTEGRATED"));
    lines.put("medi-cal", each -> each.isOf("MEDICAID"));
    Map<String, Set<Integer>> numbers = new LinkedHashMap<>();
    lines.forEach(
        (line, isOfIt) -> {
          Set<Integer> atBegin = keys(isOfIt.and(each -> each.isPendingOver30DaysAt(from)));
          Set<Integer> became = keys(isOfIt.and(each -> each.becamePendingOver30Days(from, to)));
          numbers.put("A-" + line, atBegin);
          numbers.put("B-" + line, became);
          numbers.put(
              "C-" + line,
              Stream.of(atBegin, became)
                  .flatMap(Set::stream)
                  .collect(Collectors.toCollection(TreeSet::new)));
          numbers.put("D-" + line, keys(isOfIt.and(each -> each.isPendingOver30DaysAt(to))));
          assertEquals(atBegin.size() + became.size(), numbers.get("C-" + line).size(), "disjoint");
        });
    Map<String, Set<Integer>> unknown = new TreeMap<>();
    unknown.put(
        "line_Of_Business",
        keys(
            each ->
                each.isGrievance()
                    && each.line() == null
                    && (each.isPendingOver30DaysAt(from)
                        || each.becamePendingOver30Days(from, to)
                        || each.isPendingOver30DaysAt(to))));
    unknown.put(
        "grievance_Received",
        keys(
            each -> each.isGrievance() && each.received() == null && !each.isResolvedBefore(from)));

    assertReport(server, database, "dmhc-pending?from=2024-01-01&to=2024-04-01", numbers, unknown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"reported-derby", "reported-postgresql", "reported-spread"})
  void readinessListsCasesByWhatIsWrong(String database, RunningServer server) {
    Predicate<ReportRecord> received = each -> each.isGrievance() && each.isReceivedIn(FROM, TO);
    Predicate<ReportRecord> closed = received.and(each -> each.resolved() != null);
    Map<String, Set<Integer>> numbers = new LinkedHashMap<>();
    numbers.put("no-notice", keys(closed));
    numbers.put("late-notice", Set.of());
    numbers.put("notice-before-receipt", Set.of());
    numbers.put(
        "expedited-without-time",
        keys(
            received.and(
                each ->
                    "EXPEDITED".equals(each.processing())
                        && each.received()
                            .equals(ReportRecord.begin(ReportRecord.day(each.received()))))));
    numbers.put("no-written-answer", keys(closed.and(each -> "WRITTEN".equals(each.mode()))));
    numbers.put(
        "extension-without-notice",
        keys(received.and(each -> each.extension() != null && !each.extension().equals("NONE"))));
    numbers.put("open-past-deadline", keys(received.and(each -> each.resolved() == null)));
    for (String scheme : List.of("MCPAR_SERVICE", "MCPAR_REASON")) {
      numbers.put(
          "no-code-" + scheme,
          keys(
              received.and(
                  each -> each.isOf("MEDICAID", "INTEGRATED") && each.codes(scheme).isEmpty())));
    }

    assertReport(
        server,
        database,
        "readiness?year=2024",
        numbers,
        Map.of("grievance_Received", keys(each -> each.isGrievance() && each.received() == null)));
    report(server, database, "readiness").then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"reported-derby", "reported-postgresql", "reported-spread"})
  void registersHaveARowForEachReceived(String database, RunningServer server) {
    Set<Integer> received =
        keys(
            each ->
                each.isGrievance()
                    && each.isReceivedIn(LocalDate.of(2024, 2, 1), LocalDate.of(2024, 3, 1)));
    String period = "?from=2024-02-01&to=2024-03-01";
    for (String name : List.of("register", "complaint-record")) {
      Response json = report(server, database, name + period);
      json.then().statusCode(200).body("data.numbers", nullValue());
      assertEquals(received, new TreeSet<>(json.<List<Integer>>path("data.rows.grievance_Key")));
      Response csv = server.to(database, READER).accept("text/csv").get(REPORTS + name + period);
      csv.then()
          .statusCode(200)
          .contentType(containsString("text/csv"))
          .header("X-Total-Count", Integer.toString(received.size()))
          .body(containsString("grievance_Key,"));
      assertEquals(received.size() + 1, csv.asString().split("\r\n").length);
    }
    report(server, database, "register" + period)
        .then()
        .body("data.unknown.fact", hasItem("name"))
        .body("data.rows[0].keySet()", hasItem("resolved"));
    report(server, database, "complaint-record" + period)
        .then()
        .body("data.unknown.fact", hasItem("NAIC_FUNCTION"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"reported-derby", "reported-postgresql", "reported-spread"})
  void finalReportIsRefusedWhileSomethingIsUnknown(String database, RunningServer server) {
    report(server, database, "mcpar?year=2024&final=true")
        .then()
        .statusCode(409)
        .body("error.type", endsWith("/report-incomplete"))
        .body("error.detail", containsString("MCPAR_REASON of "));
    server
        .to(database, READER)
        .accept("text/csv")
        .get(REPORTS + "register?year=2024&final=true")
        .then()
        .statusCode(409);
    report(server, database, "cms-r-0282?year=1980&final=true&enrolment=0").then().statusCode(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"reported-derby", "reported-postgresql"})
  void universeIsWrittenAsItsLayoutSays(String database, RunningServer server) {
    String layout =
        """
        column,source,format,length,none
        Key,grievance_Key,,11,
        Received,grievance_Received,yyyy/MM/dd,10,
        Line,line_Of_Business,,16,NA
        Reason,codes.MCPAR_REASON,,20,EMPTY
        Plan,,,3,ABC
        """;
    server
        .to(database, ADMIN)
        .contentType("text/csv")
        .body(layout)
        .put(BASE + "report-layouts/example?header=false&separator=|")
        .then()
        .statusCode(201)
        .body("data.columns", hasSize(5));
    String query = REPORTS + "universe?from=2024-02-01&to=2024-02-08&layout=example";
    String expected =
        RECORDS.stream()
            .filter(
                each ->
                    each.isGrievance()
                        && each.isReceivedIn(LocalDate.of(2024, 2, 1), LocalDate.of(2024, 2, 8)))
            .sorted((one, other) -> Integer.compare(one.key(), other.key()))
            .map(
                each ->
                    String.join(
                        "|",
                        Integer.toString(each.key()),
                        ReportRecord.day(each.received()).toString().replace('-', '/'),
                        each.line() == null ? "NA" : each.line(),
                        String.join(" ", each.codes("MCPAR_REASON")),
                        "ABC"))
            .collect(Collectors.joining("\r\n", "", "\r\n"));
    for (int time = 0; time < 2; time++) {
      assertEquals(expected, server.to(database, READER).accept("text/csv").get(query).asString());
    }

    server
        .to(database, ADMIN)
        .contentType("text/csv")
        .body(layout.replace("16,NA", "5,"))
        .put(BASE + "report-layouts/example")
        .then()
        .statusCode(200);
    for (String type : List.of("text/csv", "application/json")) {
      server
          .to(database, READER)
          .accept(type)
          .get(query)
          .then()
          .statusCode(409)
          .body("error.type", endsWith("/layout-unfit"))
          .body("error.detail", containsString("Line: "))
          .body("error.detail", not(containsString("MEDICA")));
    }
    server.to(database, ADMIN).get(BASE + "report-layouts").then().body("data", hasSize(1));
    server.to(database, ADMIN).delete(BASE + "report-layouts/example").then().statusCode(204);
    server.to(database, READER).get(query).then().statusCode(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "column,source;Line 1",
        "column,source,format,length,none/A,none,,,;Line 2",
        "column,source,format,length,none/A,grievance_Received,,,;Line 2",
        "column,source,format,length,none/A,grievance_Received,nonsense,,;Line 2",
        "column,source,format,length,none/A,issue,yyyy,,;Line 2",
        "column,source,format,length,none/A,issue,,0,;Line 2",
        "column,source,format,length,none;Line 1"
      })
  void layoutThatCannotBeUsedIsRefused(String csv, String line, RunningServer server) {
    server
        .to("beta", ADMIN)
        .contentType("text/csv")
        .body(csv.replace("/", "\n"))
        .put(BASE + "report-layouts/refused")
        .then()
        .statusCode(400)
        .body("error.detail", containsString(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mcpar",
        "mcpar?from=2024-01-01",
        "mcpar?year=2024&from=2024-01-01",
        "mcpar?from=2024-02-01&to=2024-01-01",
        "mcpar?from=2000-01-01&to=2024-01-01",
        "mcpar?year=2024&layout=example",
        "universe?year=2024",
        "mcpar/grievances?year=2024",
        "mcpar/grievances?year=2024&number=13",
        "mcpar/grievances?year=2024&unknown=13",
        "mcpar/grievances?year=2024&number=10&unknown=x"
      })
  void reportWithoutWhatItNeedsIsRefused(String query, RunningServer server) {
    report(server, "beta", query).then().statusCode(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"reported-derby", "reported-postgresql", "reported-spread"})
  void numbersComeAsCsv(String database, RunningServer server) {
    String csv =
        server.to(database, READER).accept("text/csv").get(REPORTS + "mcpar?year=2024").asString();
    assertTrue(csv.startsWith("part,code,text,value,grievances\r\nnumber,10,"), csv);
    assertTrue(csv.contains("\r\nunknown,MCPAR_REASON,"), csv);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta", "spread"})
  void codesAreReplacedListedAndDeleted(String database, RunningServer server) {
    String batch = BASE + "report-codes-batch";
    String items =
        """
        [{"scheme":"TEST","code":"1","member":"issue_Type","value":"Rude staff"},
         {"scheme":"TEST","code":"1","grievance_Key":17},
         {"scheme":"TEST","code":"1","grievance_Key":17,"member":"issue_Type"},
         {"scheme":"TEST","code":"1","member":"issue_Date","value":"x"},
         {"scheme":"TEST","code":"1","member":"processing","value":"FAST"},
         {"scheme":"TEST","code":"1","member":"issue_Type"},
         {"scheme":"MCPAR_REASON","code":"16z","member":"issue_Type","value":"x"},
         {"scheme":"TEST TEST","code":"1","grievance_Key":17},
         {"code":"1"}]""";
    for (int status : List.of(201, 200)) {
      server
          .to(database, ADMIN)
          .body(items)
          .put(batch)
          .then()
          .statusCode(207)
          .body("data.status", equalTo(List.of(status, status, 400, 400, 400, 400, 400, 400, 400)));
    }
    server
        .to(database, READER)
        .get(BASE + "report-codes?scheme=TEST")
        .then()
        .statusCode(200)
        .body("data.code_Key", hasItem("TEST 1 issue_Type Rude staff"))
        .body("data.grievance_Key", hasItem(17))
        .body("data", hasSize(2));
    server
        .to(database, ADMIN)
        .contentType("text/csv")
        .body(
            "scheme,code,member,value,grievance_Key\nTEST,1,issue_Type,Rude staff,\nTEST,1,,,17\n")
        .delete(batch)
        .then()
        .statusCode(207)
        .body("data.status", equalTo(List.of(200, 200)));
    server
        .to(database, READER)
        .get(BASE + "report-codes?scheme=TEST")
        .then()
        .body("data", hasSize(0));
  }
}
