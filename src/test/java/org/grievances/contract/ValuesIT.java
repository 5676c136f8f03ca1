package org.grievances.contract;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.grievances.server.ClassOrder;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a value is the same wherever it is written, chosen by and read, on all products. */
@ExtendWith(RunningServer.Resolver.class)
@Order(ClassOrder.LONG)
class ValuesIT {
  private static final String GRIEVANCES = "/vbasoftware/grievances";
  private static final String CSV = "text/csv";
  private static final String NDJSON = "application/x-ndjson";
  private static final AtomicInteger KEYS = new AtomicInteger(-1_200_000_000);

  /** The first of 20,000 keys that no other test uses. */
  private final int first = KEYS.getAndAdd(20_000);

  @BeforeAll
  static void awaitDatabases(RunningServer server) {
    List.of("values-derby", "values-postgresql", "values-spread").forEach(server::awaitUse);
  }

  private static Response read(RunningServer server, String database, int key) {
    return server.to(database).get(GRIEVANCES + "/" + key);
  }

  /** Runs a job to its end; its items have no other outcome than those that are counted. */
  private static String run(
      RunningServer server, String database, String type, String body, int failed) {
    String job =
        server
            .sending(database, type)
            .header("Prefer", "respond-async")
            .body(body.getBytes(StandardCharsets.UTF_8))
            .put(RunningServer.BATCH)
            .then()
            .statusCode(202)
            .extract()
            .header("Location");
    await("the end of the job")
        .atMost(Duration.ofMinutes(2))
        .until(() -> server.to(database).get(job).<String>path("data.state"), "Completed"::equals);
    server.to(database).get(job).then().body("data.failed", equalTo(failed));
    return job;
  }

  private String export(RunningServer server, String database, int records, String type) {
    return server
        .to(database)
        .accept(type)
        .get(GRIEVANCES + ("/export?raw=true&keyFrom=" + first) + ("&keyTo=" + (first + records)))
        .asString();
  }

  /** Around the change of calendars, leap days of both, changes of clocks, and the ends of time. */
  private static List<String> dates() {
    TreeSet<String> dates = new TreeSet<>();
    for (String day :
        List.of(
            "0001-01-01",
            "0004-02-29",
            "1000-02-28",
            "1500-02-28",
            "1582-10-10",
            "1600-02-29",
            "1700-02-28",
            "1752-09-08",
            "1899-12-31",
            "1900-02-28",
            "1918-02-07",
            "1969-12-31",
            "2000-02-29",
            "2025-03-30",
            "2100-02-28",
            "9999-12-15")) {
      LocalDate middle = LocalDate.parse(day);
      for (int days = -8; days <= 8; days++) {
        LocalDate date = middle.plusDays(days);
        if (date.getYear() >= 1) {
          dates.add(date + "T00:00:00Z");
          dates.add(date + "T02:30:00.000001Z");
          dates.add(date + "T23:59:59.999999Z");
        }
      }
    }
    return List.copyOf(dates);
  }

  @ParameterizedTest
  @ValueSource(strings = {"values-derby", "values-postgresql", "values-spread"})
  void dateIsReadAsItWasWritten(String database, RunningServer server) {
    List<String> dates = dates();
    int count = dates.size();
    String template = "{\"grievance_Key\":%d,\"issue_Date\":\"%s\",\"grievance_Filed\":\"%<s\"}";
    List<String> items =
        IntStream.range(0, count)
            .mapToObj(i -> template.formatted(first + i, dates.get(i)))
            .toList();
    String csv =
        IntStream.range(0, count)
            .mapToObj(i -> (first + i) + "," + dates.get(i) + "," + dates.get(i))
            .collect(Collectors.joining("\n", "grievance_Key,issue_Date,grievance_Filed\n", "\n"));

    server.putBatch(database, "application/json", items.toString()).then().statusCode(207);
    assertSame(dates, exported(server, database, count));
    server.putBatch(database, CSV, csv).then().statusCode(207);
    assertSame(dates, exported(server, database, count));
    run(server, database, NDJSON, String.join("\n", items), 0);
    assertSame(dates, exported(server, database, count));

    for (int i = 0; i < count; i += 7) {
      String date = dates.get(i);
      String single = "{\"issue_Date\":\"%s\",\"grievance_Filed\":\"%<s\"}".formatted(date);
      server
          .to(database)
          .body(single)
          .put(GRIEVANCES + "/" + (first + i))
          .then()
          .body("data.issue_Date", equalTo(date));
      read(server, database, first + i).then().body("data.issue_Date", equalTo(date));
      Response history =
          server.to(database, "grievance-admin").get(GRIEVANCES + "/" + (first + i) + "/history");
      assertEquals(date, history.path("data[0].after.issue_Date"));
      assertEquals(date, history.path("data[0].before.issue_Date"));
      assertEquals(date, history.path("data[1].before.issue_Date"));
    }
  }

  private static void assertSame(List<String> expected, List<String> found) {
    assertEquals(expected.size(), found.size());
    for (int i = 0; i < found.size(); i++) {
      assertEquals(expected.get(i), found.get(i));
    }
  }

  private List<String> exported(RunningServer server, String database, int count) {
    List<String> dates =
        export(server, database, count, NDJSON)
            .lines()
            .map(line -> line.replaceFirst(".*\"issue_Date\":\"([^\"]*)\".*", "$1"))
            .toList();
    String csv = export(server, database, count, CSV);
    dates.forEach(date -> assertTrue(csv.contains("," + date + ","), date));
    return dates;
  }

  @ParameterizedTest
  @ValueSource(strings = {"values-derby", "values-postgresql", "values-spread"})
  void dateIsChosenByWhatItIs(String database, RunningServer server) {
    String items =
        IntStream.range(0, 30)
            .mapToObj(
                i ->
                    "{\"grievance_Key\":%d,\"grievance_Filed\":\"%s\"}"
                        .formatted(first + i, LocalDate.of(1582, 9, 30).plusDays(i)))
            .toList()
            .toString();
    server.putBatch(database, "application/json", items).then().statusCode(207);
    for (int day = 1; day < 28; day++) {
      LocalDate from = LocalDate.of(1582, 9, 30).plusDays(day);
      List<Integer> keys =
          server
              .to(database)
              .get(
                  GRIEVANCES
                      + ("?sortBy=grievance_Filed&filedFrom=" + from)
                      + ("&filedTo=" + from.plusDays(2) + "&keyFrom=" + first)
                      + ("&keyTo=" + (first + 30)))
              .path("data.grievance_Key");
      assertEquals(List.of(first + day, first + day + 1), keys);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"values-derby", "values-postgresql", "values-spread"})
  void textIsChosenWithEachOfItsBlanks(String database, RunningServer server) {
    List<String> texts = List.of("B", "B ", "B  ", " B", "b", "B\u00a0", "B\t");
    List<String> items = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      items.add(
          "{\"grievance_Key\":%d,\"subscriber_ID\":\"%s\",\"grievance_Source\":\"%<s\"}"
              .formatted(first + i, texts.get(i).replace("\t", "\\t")));
    }
    server
        .putBatch(database, "application/json", items.toString())
        .then()
        .body("data.status", equalTo(texts.stream().map(text -> 201).toList()));
    for (int i = 0; i < texts.size(); i++) {
      for (String member : List.of("subscriber_ID", "grievance_Source")) {
        server
            .to(database)
            .queryParam(member, texts.get(i))
            .queryParam("keyFrom", first)
            .queryParam("keyTo", first + 20)
            .get(GRIEVANCES)
            .then()
            .body("data.grievance_Key", contains(first + i));
      }
    }
    assertEquals(texts.size(), keysByLinks(server, database).size());
  }

  /** Some sort alike, and links still lead to each of them once. */
  private TreeSet<Integer> keysByLinks(RunningServer server, String database) {
    TreeSet<Integer> keys = new TreeSet<>();
    String next =
        GRIEVANCES
            + "?sortBy=subscriber_ID&pageSize=1&keyFrom="
            + (first + "&keyTo=" + (first + 20));
    while (next != null) {
      Response page = server.to(database).urlEncodingEnabled(false).get(next);
      assertTrue(keys.add(page.path("data[0].grievance_Key")));
      String link = page.header("Link");
      next = link == null ? null : link.substring(1, link.indexOf('>'));
    }
    return keys;
  }

  @ParameterizedTest
  @CsvSource({
    "7.0, 7",
    "7e2, 700",
    "7E+2, 700",
    "70e-1, 7",
    "-0.0, 0",
    "1e0, 1",
    "2147483647.0, 2147483647",
    "-2147483648.00, -2147483648",
    "0.07e2, 7",
    "214748364.7e1, 2147483647"
  })
  void integerIsReadByItsValue(String written, int value, RunningServer server) {
    for (String database : List.of("values-derby", "values-postgresql")) {
      server
          .putBatch(
              database,
              "application/json",
              "[{\"grievance_Key\":%d.0,\"call_Key\":%s}]".formatted(first, written))
          .then()
          .body("data[0].id[0].value", equalTo(first));
      read(server, database, first).then().body("data.call_Key", equalTo(value));
      server.putBatch(
          database,
          CSV,
          "grievance_Key,call_Key\n%d.0,%s\n%d,%s"
              .formatted(first + 1, written, first + 2, written));
      read(server, database, first + 1).then().body("data.call_Key", equalTo(value));
      run(
          server,
          database,
          NDJSON,
          "{\"grievance_Key\":%de0,\"call_Key\":%s}".formatted(first + 3, written),
          0);
      server
          .to(database)
          .queryParam("call_Key", written)
          .queryParam("keyFrom", first + ".0")
          .queryParam("keyTo", "-00000000000000000" + -(first + 20))
          .queryParam("page", "0000000000000000000000000001")
          .queryParam("pageSize", "1e2")
          .get(GRIEVANCES)
          .then()
          .body("data.grievance_Key", contains(first, first + 1, first + 2, first + 3));
      String padded = "-0000000000000000000000000000" + -first;
      server
          .to(database)
          .get(GRIEVANCES + "/" + padded)
          .then()
          .body("data.grievance_Key", equalTo(first));
      server
          .sending(database, CSV)
          .body("grievance_Key\n%s\n%d.0\n".formatted(padded, first + 1))
          .delete(RunningServer.BATCH)
          .then()
          .body("data.status", contains(200, 200));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7.5",
        "2147483648.0",
        "1e2147483648",
        "-1e999999999999999999999",
        "1e-2147483649",
        "2147483647.0000000001",
        "\"7\"",
        "-2147483649e0"
      })
  void numberThatIsNoIntegerOf32BitsIsRefused(String number, RunningServer server) {
    String item = "{\"grievance_Key\":" + first + ",\"call_Key\":" + number + "}";
    long begun = System.nanoTime();
    server
        .putBatch("values-derby", "application/json", "[" + item + "]")
        .then()
        .body("data.status", contains(400));
    run(server, "values-derby", NDJSON, item, 1);
    if (!number.startsWith("\"")) {
      server
          .putBatch("values-derby", CSV, "grievance_Key,call_Key\n" + first + "," + number)
          .then()
          .body("data.status", contains(400));
      server
          .to("values-derby")
          .queryParam("call_Key", number)
          .get(GRIEVANCES)
          .then()
          .statusCode(400);
    }
    assertTrue(System.nanoTime() - begun < 10_000_000_000L);
  }

  /** With what it says of itself, CSV that the service has written is what was meant. */
  @ParameterizedTest
  @ValueSource(strings = {"values-derby", "values-postgresql", "values-spread"})
  void emptyTextAndNoTextAreToldApartInCsv(String database, RunningServer server) {
    server.putBatch(
        database,
        "application/json",
        """
        [{"grievance_Key":%d,"issue":"","resolution":null,"member_Seq":"","call_Key":7},
         {"grievance_Key":%d,"issue":null,"resolution":"","member_Seq":"01"},
         {"grievance_Key":%d}]
        """
            .formatted(first, first + 1, first + 2));
    String records = contents(server, database);
    for (String raw : List.of("true", "false")) {
      Response exported =
          server
              .to(database)
              .accept(CSV)
              .queryParam("raw", raw)
              .queryParam("keyFrom", first)
              .queryParam("keyTo", first + 3)
              .get(GRIEVANCES + "/export");
      for (int time = 0; time < 2; time++) {
        server.putBatch(
            database,
            "application/json",
            "[{\"grievance_Key\":%d},{\"grievance_Key\":%d}]".formatted(first, first + 1));
        if (time == 0) {
          server.putBatch(database, exported.contentType(), exported.asString());
        } else {
          run(server, database, exported.contentType(), exported.asString(), 0);
        }
        assertEquals(records, contents(server, database));
      }
    }
  }

  private String contents(RunningServer server, String database) {
    return export(server, database, 3, NDJSON).replaceAll("\"(update|entry)_Date\":\"[^\"]*\"", "");
  }

  /** As programs write CSV that put all fields in quotes. */
  @ParameterizedTest
  @ValueSource(strings = {"values-derby", "values-postgresql"})
  void quotedEmptyFieldOfOtherProgramsIsNoValue(String database, RunningServer server) {
    String csv =
        "grievance_Key,issue,call_Key,issue_Date\n\"%d\",\"\",\"\",\"\"\n".formatted(first);
    server.putBatch(database, CSV, csv).then().body("data.status", contains(201));
    read(server, database, first).then().body("data.issue", equalTo(null));
    run(server, database, CSV, csv, 0);
    read(server, database, first).then().body("data.issue", equalTo(null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"values-derby", "values-postgresql"})
  void failedRowOfAJobKeepsItsEmptyTexts(String database, RunningServer server) {
    String row = first + ",\"\",,x";
    String job =
        run(
            server,
            database,
            CSV + "; raw=true",
            "grievance_Key,issue,resolution,call_Key\n" + row + "\n",
            1);
    String failed = server.to(database).accept(CSV).get(job + "/failed?raw=true").asString();
    assertTrue(failed.contains("\r\n" + row + ","), failed);
    String lines = server.to(database).accept(NDJSON).get(job + "/failed").asString();
    assertTrue(lines.contains("\"issue\":\"\",\"resolution\":null"), lines);
  }

  /** More than a job has in one part. */
  @ParameterizedTest
  @ValueSource(strings = {"values-derby", "values-postgresql"})
  void lineThatIsTooDeepOrTooLongFailsAlone(String database, RunningServer server) {
    int count = 13_000;
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(
          switch (i) {
            case 1 -> "{\"grievance_Key\":%d,\"x\":%s}".formatted(first + i, "[".repeat(40));
            case 2, 7_000 ->
                "{\"grievance_Key\":%d,\"issue\":\"%s\"}"
                    .formatted(first + i, "x".repeat(1_100_000));
            case 3 -> "[".repeat(50) + "]".repeat(50);
            case 4, 12_999 -> "\"" + "y".repeat(1_100_000) + "\"";
            case 5 -> "7";
            default -> "{\"grievance_Key\":%d}".formatted(first + i);
          });
    }
    String job = run(server, database, NDJSON, String.join("\n", lines), 7);
    String failed = server.to(database).accept(NDJSON).get(job + "/failed").asString();
    assertEquals(7, failed.lines().count());
    assertTrue(failed.contains("nested deeper than 32 levels: see line 2,"), failed);
    assertTrue(failed.contains("more than 1048576 characters: see line 7001,"), failed);
    assertEquals(count - 7L, export(server, database, count, NDJSON).lines().count());

    server
        .putBatch(database, NDJSON, String.join("\n", lines.subList(0, 10)))
        .then()
        .statusCode(207)
        .body("data.status", contains(200, 400, 400, 400, 400, 400, 200, 200, 200, 200));
  }

  @ParameterizedTest
  @ValueSource(strings = {"values-derby", "values-postgresql"})
  void rowWithAFieldThatIsTooLongFailsAlone(String database, RunningServer server) {
    String csv =
        "grievance_Key,issue,unknown\n%d,%s,\n%d,,%2$s\n%d,fine,\n"
            .formatted(first, "x".repeat(1_100_000), first + 1, first + 2);
    server
        .putBatch(database, CSV, csv)
        .then()
        .statusCode(207)
        .body("data.status", contains(400, 400, 201))
        .body("data[1].body", equalTo("Line 3 has a field of more than 1048576 characters"));
    String job = run(server, database, CSV, csv, 2);
    assertNotNull(job);
    server
        .putBatch(database, CSV, "grievance_Key,issue\n1,\"" + "x".repeat(5_000_000))
        .then()
        .statusCode(400);
  }
}
