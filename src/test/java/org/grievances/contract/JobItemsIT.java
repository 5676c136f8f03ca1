package org.grievances.contract;

import static org.awaitility.Awaitility.await;
import static org.grievances.server.Gzip.gzip;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.grievances.server.ClassOrder;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Items of jobs come back as they were sent, and are accepted once they are corrected. */
@ExtendWith(RunningServer.Resolver.class)
@ResourceLock("jobs of the client")
@Order(ClassOrder.LONG)
class JobItemsIT {
  private static final String JOBS = "/vbasoftware/jobs/";
  private static final String CSV = "text/csv";
  private static final String NDJSON = "application/x-ndjson";
  private static final String JSON = "application/json";
  private static final Set<String> ENDED = Set.of("Completed", "Failed", "Cancelled");

  /** Rows of several parts of a job. */
  private static final int MANY = 13_000;

  private static final AtomicInteger NEXT_KEYS = new AtomicInteger(-1_500_000_000);

  /** The first of 100,000 keys that no other test uses. */
  private final int first = NEXT_KEYS.getAndAdd(100_000);

  private static final List<String> TEXTS =
      List.of(
          "plain",
          "",
          " blanks around ",
          "a \"quote\", and a comma",
          "two\nlines",
          "two\r\nlines; and more",
          "\ttab",
          "=1+1",
          "'=1+1",
          "-5",
          "-5,5+1",
          "@SUM(A1)",
          "007",
          "1e5",
          "true",
          "null",
          "\\ud800",
          "\\",
          "{\"a\":[1]}",
          "sep=;",
          "field 4",
          "grün 🏥 日本",
          "\u00A0no-break\u200B",
          "\u001A",
          "\u0001\u007F",
          "\"");

  private static final List<String> NUMBERS =
      List.of("0", "12", " 12 ", "-5", "2147483647", "-2147483648", "");

  private static final List<String> DATES =
      List.of("2025-03-01", " 2025-03-01T08:30:00Z ", "2025-03-01 08:30:00 +0200", "");

  /** Sends to a database as a job, and reads its items. */
  private record Client(RunningServer server, String database) {

    String send(String type, byte[] body, Map<String, String> headers) {
      return server
          .to(database)
          .contentType(type)
          .header("Prefer", "respond-async")
          .headers(headers)
          .body(body)
          .put(RunningServer.BATCH)
          .then()
          .statusCode(202)
          .extract()
          .path("data.id");
    }

    Response end(String id) {
      return await("end of job " + id)
          .atMost(Duration.ofMinutes(2))
          .until(
              () -> server.to(database).get(JOBS + id),
              job -> ENDED.contains(job.<String>path("data.state")));
    }

    /** The id of a job that has ended, in which as many items failed. */
    String failing(String type, String body, int failed) {
      String id = send(type, body.getBytes(StandardCharsets.UTF_8), Map.of());
      end(id).then().body("data.state", equalTo("Completed")).body("data.failed", equalTo(failed));
      return id;
    }

    Response failed(String id, String accepted) {
      return server.to(database).accept(accepted).get(JOBS + id + "/failed");
    }

    Response again(Response items, String corrected, String... preferences) {
      RequestSpecification request = server.to(database).contentType(items.contentType());
      if (preferences.length > 0) {
        request.header("Prefer", String.join(", ", preferences));
      }
      return request
          .body(corrected.getBytes(StandardCharsets.UTF_8))
          .put(RunningServer.BATCH)
          .then()
          .statusCode(207)
          .extract()
          .response();
    }

    JsonPath read(int key) {
      return server
          .to(database)
          .get("/vbasoftware/grievances/" + key)
          .then()
          .statusCode(200)
          .extract()
          .jsonPath();
    }

    /** Those with so many keys, in their order. */
    List<Map<String, Object>> readAll(int firstKey, int count) {
      return server
          .to(database)
          .queryParam("keyFrom", firstKey)
          .queryParam("keyTo", firstKey + count)
          .queryParam("pageSize", count)
          .get("/vbasoftware/grievances?sortBy=grievance_Key")
          .then()
          .statusCode(200)
          .extract()
          .path("data");
    }
  }

  private static String text(Response response) {
    return new String(
        response.then().statusCode(200).extract().asByteArray(), StandardCharsets.UTF_8);
  }

  private static String quoted(String field) {
    return "\"" + field.replace("\"", "\"\"") + "\"";
  }

  private static <T> T each(List<T> values, int index) {
    return values.get(index % values.size());
  }

  private static void assertAllAreApplied(Response batch, int items) {
    List<Integer> statuses = batch.path("data.status");
    assertEquals(items, statuses.size());
    assertTrue(statuses.stream().allMatch(status -> status < 300), batch::asString);
  }

  private static void assertAllAreRefused(Response batch, int items) {
    assertEquals(Collections.nCopies(items, 400), batch.path("data.status"));
  }

  /** Rows with one fault each, which is a member_Seq of more than two characters. */
  private String oddRows(int count) {
    StringBuilder rows =
        new StringBuilder("ISSUE,grievance_Key,call_key,issue_date,member_Seq,Extra,,Extra\r\n");
    for (int i = 0; i < count; i++) {
      rows.append(quoted(each(TEXTS, i))).append(',').append(first + i).append(',');
      rows.append(each(NUMBERS, i)).append(',').append(each(DATES, i)).append(",too long,");
      rows.append(quoted(each(TEXTS, i + 1))).append(",x,").append(quoted(each(TEXTS, i + 2)));
      rows.append(i % 3 == 0 ? "\n" : i % 3 == 1 ? "\r\n" : "\r");
    }
    return rows.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "alpha, text/csv, false",
    "delta, text/csv, true",
    "alpha, application/x-ndjson, false",
    "delta, application/x-ndjson, false"
  })
  void hundredsOfOddRowsComeBackAndAreAcceptedOnceTheyAreCorrected(
      String database, String format, boolean raw, RunningServer server) {
    int count = 400;
    Client client = new Client(server, database);
    String id = client.failing(CSV, oddRows(count), count);

    Response failed =
        server.to(database).accept(format).get(JOBS + id + "/failed" + (raw ? "?raw=true" : ""));
    String corrected = text(failed).replace("too long", "01");

    assertAllAreApplied(client.again(failed, corrected), count);
    List<Map<String, Object>> grievances = client.readAll(first, count);
    assertEquals(count, grievances.size());
    for (int i = 0; i < count; i++) {
      Map<String, Object> grievance = grievances.get(i);
      String issue = each(TEXTS, i);
      String number = each(NUMBERS, i).strip();
      assertEquals(issue.isEmpty() ? null : issue, grievance.get("issue"));
      assertEquals(number.isEmpty() ? null : Integer.valueOf(number), grievance.get("call_Key"));
      assertEquals(each(DATES, i).isEmpty(), grievance.get("issue_Date") == null);
      assertEquals("01", grievance.get("member_Seq"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta"})
  void linesOfJsonHaveTheTypesOfTheFields(String database, RunningServer server) {
    Client client = new Client(server, database);
    String csv =
        """
        GRIEVANCE_KEY,Call_Key,issue,member_Seq,,field 9
        %1$d,007,7,too long,a,b
        %1$d,7.5,,too long,,
        %1$d,seven,x,too long,,
        %1$d,+08,x,too long,,
        """
            .formatted(first);
    String id = client.failing(CSV, csv, 4);

    List<String> lines = text(client.failed(id, NDJSON)).lines().toList();

    String key = "{\"grievance_Key\":" + first;
    String end = ",\"member_Seq\":\"too long\",\"column 5\":";
    assertTrue(
        lines
            .get(0)
            .startsWith(
                key
                    + ",\"call_Key\":7,\"issue\":\"7\""
                    + end
                    + "\"a\",\"column 6\":\"b\",\"line\":2,\"status\":400,\"body\":\"Line 2: "),
        lines.get(0));
    assertTrue(lines.get(1).startsWith(key + ",\"call_Key\":7.5,\"issue\":null" + end));
    assertTrue(lines.get(2).startsWith(key + ",\"call_Key\":\"seven\",\"issue\":\"x\"" + end));
    assertTrue(lines.get(3).startsWith(key + ",\"call_Key\":8,\"issue\":\"x\"" + end));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta"})
  void rowsWithTooManyOrTooFewFieldsAreRefusedUntilTheyAreCorrected(
      String database, RunningServer server) {
    Client client = new Client(server, database);
    String csv =
        "grievance_Key,issue,call_Key\n%d,a,b,5,\"c,\"\n%d,a\n".formatted(first, first + 1);
    String id = client.failing(CSV, csv, 2);

    Response rows = client.failed(id, CSV);
    String reasons =
        "\"Line 2 has 5 fields, but the header row has 3\"|\"Line 3 has 2 fields, but the header row has 3\"";
    assertEquals(
        List.of(
            "grievance_Key,issue,call_Key,line,status,body",
            first + ",a,b,2,400," + reasons.split("\\|")[0] + ",5,\"c,\"",
            (first + 1) + ",a,,3,400," + reasons.split("\\|")[1] + ","),
        text(rows).lines().toList());
    client
        .again(rows, text(rows))
        .then()
        .body("data[0].body", equalTo("Line 2 has 8 fields, but the header row has 6"))
        .body("data[1].body", equalTo("Line 3 has 7 fields, but the header row has 6"));
    Response objects = client.failed(id, NDJSON);
    List<String> lines = text(objects).lines().toList();
    assertTrue(
        lines
            .get(0)
            .startsWith(
                "{\"grievance_Key\":%d,\"issue\":\"a\",\"call_Key\":\"b\",\"field 4\":\"5\",\"field 5\":\"c,\",\"line\":2"
                    .formatted(first)),
        lines.get(0));
    assertTrue(lines.get(1).contains(",\"issue\":\"a\",\"field 3\":null,\"line\":3"), lines.get(1));
    client
        .again(objects, text(objects))
        .then()
        .body("data.status", equalTo(List.of(400, 400)))
        .body("data[1].body", equalTo("field 3: the row has not as many fields as the header row"));

    String corrected =
        lines
                .get(0)
                .replaceFirst(
                    "\"call_Key\":\"b\",\"field 4\":\"5\",\"field 5\"",
                    "\"call_Key\":5,\"provider_ID\"")
            + "\n"
            + lines.get(1).replace("\"field 3\":null", "\"call_Key\":6");
    assertAllAreApplied(client.again(objects, corrected), 2);
    assertEquals(5, client.read(first).<Integer>get("data.call_Key"));
    assertEquals("c,", client.read(first).get("data.provider_ID"));
    assertEquals(6, client.read(first + 1).<Integer>get("data.call_Key"));
  }

  @ParameterizedTest
  @CsvSource({
    "alpha, application/json", "alpha, application/x-ndjson",
    "delta, application/json", "delta, application/x-ndjson"
  })
  void itemsOfJsonComeBackToTheDigit(String database, String type, RunningServer server) {
    Client client = new Client(server, database);
    List<String> members =
        List.of(
            "\"issue\":\"a\\ud800b\"",
            "\"issue\":\"\\udc00\\ud83d\"",
            "\"issue\":\"🏥\\ud83c\"",
            "\"issue\":5,\"issue\":\"x\"",
            "\"issue\":\"\\u0000\"",
            "\"x\":\"\\udfff\",\"call_Key\":1e2147483648",
            "\"call_Key\":-0.000000000000000000000000000000001",
            "\"call_Key\":123456789012345678901234567890",
            "\"call_Key\":\"7\",\"more\":[{\"a\":[\"\\ud800\",1.50,null,true]}]",
            "\"issue_Date\":\"yesterday\",\"field 4\":\"x\"");
    List<String> items = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      items.add("{\"grievance_Key\":%d,%s,".formatted(first + i, each(members, i)));
    }
    boolean isArray = type.equals(JSON);
    String objects =
        items.stream()
            .map(item -> item.substring(0, item.length() - 1) + "}")
            .collect(Collectors.joining(isArray ? "," : "\n"));
    String body = isArray ? "[" + objects + "]" : objects;
    String id = client.failing(type, body, items.size());

    Response failed = client.failed(id, NDJSON);
    List<String> lines = text(failed).lines().toList();

    for (int i = 0; i < items.size(); i++) {
      assertTrue(
          lines.get(i).startsWith(items.get(i) + "\"status\":400,\"body\":\""), lines.get(i));
    }
    Response again = client.again(failed, text(failed));
    List<Map<String, Object>> outcomes = again.path("data");
    for (int i = 0; i < items.size(); i++) {
      String reason = (String) outcomes.get(i).get("body");
      assertTrue(lines.get(i).contains("\"body\":\"" + reason + "\"}"), reason);
    }
    assertTrue(((String) outcomes.get(0).get("body")).contains("lone surrogate"));
    String rows = text(client.failed(id, CSV));
    assertTrue(rows.contains("a\\ud800b") && rows.contains("🏥\\ud83c"), "escapes in CSV");
    assertFalse(rows.contains("?") || text(failed).contains("?"), "nothing is replaced");
    String corrected =
        lines.stream()
            .map(
                line -> line.replaceFirst("(\"grievance_Key\":[-0-9]+),.*", "$1,\"issue\":\"ok\"}"))
            .collect(Collectors.joining("\n"));
    assertAllAreApplied(client.again(failed, corrected), items.size());
  }

  @ParameterizedTest
  @CsvSource({"alpha, text/csv", "delta, application/x-ndjson"})
  void itemsAreCorrectedWhereUnknownMembersAreFaults(
      String database, String format, RunningServer server) {
    Client client = new Client(server, database);
    String csv = "grievance_Key,color\n%d,red\n".formatted(first);
    String id =
        client.send(
            CSV,
            csv.getBytes(StandardCharsets.UTF_8),
            Map.of("Prefer", "respond-async, handling=strict"));
    client.end(id).then().body("data.failed", equalTo(1));
    Response failed = client.failed(id, format);

    client
        .again(failed, text(failed), "handling=strict")
        .then()
        .body("data[0].status", equalTo(400));
    String corrected = text(failed).replace("color", "issue");
    assertAllAreApplied(client.again(failed, corrected, "handling=strict"), 1);
    client
        .again(failed, text(failed).replaceAll("color|body", "issue_$0"), "handling=strict")
        .then()
        .body("data[0].status", equalTo(400));
  }

  /** In a compressed file of several parts; too long texts and too deep lists alternate. */
  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta"})
  void linesThatExceedALimitComeBackAndAreAcceptedOnceTheyAreCorrected(
      String database, RunningServer server) throws IOException {
    String nested = "[".repeat(40) + "]".repeat(40);
    String tooLong = "é" + "x".repeat(1_048_576);
    StringBuilder file = new StringBuilder();
    List<String> bad = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      String line = "{\"grievance_Key\":%d,\"issue\":\"a\"}".formatted(first + i);
      if (i % 1_300 == 7) {
        String value = bad.size() % 3 > 0 ? nested : "\"" + tooLong + "\"";
        line = "{\"note\":" + value + ",\"grievance_Key\":" + (first + i) + "}";
        bad.add(line.substring(0, line.length() - 1) + ",\"status\":400,\"body\":\"");
      }
      file.append(line).append('\n');
    }
    Client client = new Client(server, database);
    String id =
        client.send(
            NDJSON,
            gzip(file.toString().getBytes(StandardCharsets.UTF_8)),
            Map.of("Content-Encoding", "gzip"));
    client
        .end(id)
        .then()
        .body("data.created", equalTo(MANY - bad.size()))
        .body("data.failed", equalTo(bad.size()));

    Response failed = client.failed(id, NDJSON);
    List<String> lines = text(failed).lines().toList();

    assertEquals(bad.size(), lines.size());
    for (int i = 0; i < lines.size(); i++) {
      assertTrue(lines.get(i).startsWith(bad.get(i)), "line " + i);
    }
    Response again = client.again(failed, text(failed));
    assertEquals(
        List.of(400), again.<List<Integer>>path("data.status").stream().distinct().toList());
    String corrected = text(failed).replace(nested, "[]").replace(tooLong, "é");
    assertAllAreApplied(client.again(failed, corrected), bad.size());
    Response rows = client.failed(id, CSV);
    assertAllAreRefused(client.again(rows, text(rows)), bad.size());
    String correctedRows = text(rows).replaceAll(",\"\\{\"\"note\"\":.*", "");
    assertAllAreApplied(client.again(rows, correctedRows), bad.size());
  }

  @ParameterizedTest
  @CsvSource({"alpha, text/csv", "delta, text/csv", "alpha, application/x-ndjson"})
  void longestLineComesBackAndIsAcceptedOnceItIsCorrected(
      String database, String format, RunningServer server) {
    Client client = new Client(server, database);
    String tooLong = "é" + "x".repeat(8_000_000);
    String line = "{\"grievance_Key\":%d,\"issue\":\"%s\"}".formatted(first, tooLong);
    String id = client.failing(NDJSON, line, 1);

    Response failed = client.failed(id, format);

    assertTrue(text(failed).contains(tooLong));
    assertAllAreRefused(client.again(failed, text(failed)), 1);
    assertAllAreApplied(client.again(failed, text(failed).replace(tooLong, "é")), 1);
    assertEquals("é", client.read(first).get("data.issue"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta"})
  void membersWithoutAFieldAreColumnsOfCsv(String database, RunningServer server) {
    Client client = new Client(server, database);
    String lines =
        IntStream.range(0, MANY)
            .mapToObj(
                i -> {
                  String other = i % 3_000 == 0 ? ",\"=color %d\":\"red; =1+1\"".formatted(i) : "";
                  String fault = i % 1_000 == 0 ? "too long" : "01";
                  return "{\"grievance_Key\":%d,\"tags\":[\"a\",1.50],\"member_Seq\":\"%s\"%s}"
                      .formatted(first + i, fault, other);
                })
            .collect(Collectors.joining("\n"));
    String id = client.failing(NDJSON, lines, MANY / 1_000);

    Response failed = client.failed(id, CSV);
    String rows = text(failed);

    assertTrue(
        rows.lines()
            .findFirst()
            .orElseThrow()
            .endsWith(
                ",tags,'=color 0,'=color 3000,'=color 6000,'=color 9000,'=color 12000,status,body"),
        rows);
    assertTrue(rows.contains(",\"[\"\"a\"\",1.50]\",red;' =1+1,,,,,400,"), rows);
    assertAllAreRefused(client.again(failed, rows), MANY / 1_000);
    assertAllAreApplied(client.again(failed, rows.replace("too long", "02")), MANY / 1_000);
    assertEquals("02", client.read(first + 12_000).get("data.member_Seq"));
    assertAllAreRefused(
        client.again(failed, rows.replace("too long", "02"), "handling=strict"), MANY / 1_000);
    client.end(id);
    Response unprocessed = server.to(database).accept(CSV).get(JOBS + id + "/unprocessed");
    assertTrue(text(unprocessed).endsWith(",status,body\r\n"));
    assertEquals(
        MANY - MANY / 1_000 + 1,
        text(server.to(database).accept(CSV).get(JOBS + id + "/succeeded")).lines().count());
  }

  /** A value that a cell would lose or change follows the columns, as JSON. */
  @ParameterizedTest
  @CsvSource({
    "alpha, application/json", "alpha, application/x-ndjson",
    "delta, application/json", "delta, application/x-ndjson"
  })
  void valueThatCsvCannotHoldKeepsItsRowRefused(
      String database, String type, RunningServer server) {
    Map<String, String> faults = new LinkedHashMap<>();
    faults.put("\"issue\":[\"a\"]", "{\"issue\":[\"a\"]}");
    faults.put("\"issue\":{\"a\":1.50}", "{\"issue\":{\"a\":1.50}}");
    faults.put("\"issue\":\"a\\ud800b\"", "{\"issue\":\"a\\ud800b\"}");
    faults.put("\"issue\":5,\"issue\":\"b\"", "{\"issue\":5}");
    faults.put("\"call_Key\":\"x\",\"call_Key\":5", "{\"call_Key\":\"x\"}");
    faults.put("\"call_Key\":\"x\",\"Call_Key\":5", "{\"Call_Key\":5}");
    faults.put("\"field 4\":\"x\"", "{\"field 4\":\"x\"}");
    faults.put("\"call_Key\":\"x\",\" issue\":\"a\"", "{\" issue\":\"a\"}");
    faults.put("\"call_Key\":\"x\",\"is\\u0000sue\":\"a\"", "{\"is\\u0000sue\":\"a\"}");
    faults.put("\"call_Key\":\"x\",\"\":\"a\"", "{\"\":\"a\"}");
    faults.put("\"call_Key\":\"x\",\"st\\u200Batus\":7", "{\"st\\u200Batus\":7}");
    faults.put(
        "\"call_Key\":\"x\",\"%s\":null".formatted("n".repeat(1_000)),
        "{\"%s\":null}".formatted("n".repeat(1_000)));
    List<String> members = List.copyOf(faults.keySet());
    String items =
        IntStream.range(0, members.size())
            .mapToObj(i -> "{\"grievance_Key\":%d,%s}".formatted(first + i, members.get(i)))
            .collect(Collectors.joining(type.equals(JSON) ? "," : "\n"));
    Client client = new Client(server, database);
    String id = client.failing(type, type.equals(JSON) ? "[" + items + "]" : items, members.size());

    Response failed = client.failed(id, CSV);
    List<String> rows = text(failed).lines().toList();

    assertAllAreRefused(client.again(failed, text(failed)), members.size());
    StringBuilder corrected = new StringBuilder(rows.get(0)).append("\r\n");
    for (int i = 0; i < members.size(); i++) {
      String surplus = "," + quoted(faults.get(members.get(i)).replace("\\u200B", "\u200B"));
      String row = rows.get(i + 1);
      assertTrue(row.endsWith(surplus), row);
      String rest = row.substring(0, row.length() - surplus.length());
      assertFalse(rest.contains("{\"\"issue"), rest);
      corrected.append(rest.replace(",x,", ",7,")).append("\r\n");
    }
    assertAllAreApplied(client.again(failed, corrected.toString()), members.size());
    assertEquals("b", client.read(first + 3).get("data.issue"));
    assertEquals(7, client.read(first + 5).<Integer>get("data.call_Key"));
  }

  /** Names beyond those that are columns are behind the columns as well. */
  @Test
  void hundredsOfOtherMembersAreNotLost(RunningServer server) {
    Client client = new Client(server, "alpha");
    String lines =
        IntStream.range(0, 400)
            .mapToObj(
                i ->
                    "{\"grievance_Key\":%d,\"call_Key\":\"x\",\"other %d\":%d}"
                        .formatted(first + i, i, i))
            .collect(Collectors.joining("\n"));
    String id = client.failing(NDJSON, lines, 400);

    Response failed = client.failed(id, CSV);
    List<String> rows = text(failed).lines().toList();

    assertTrue(rows.get(0).contains(",other 99,status"), rows.get(0));
    for (int i = 0; i < 400; i++) {
      String row = rows.get(i + 1);
      assertEquals(i >= 100, row.endsWith(",\"{\"\"other %d\"\":%d}\"".formatted(i, i)), row);
    }
    assertAllAreRefused(client.again(failed, text(failed)), 400);
    String corrected = text(failed).replaceAll(",\"\\{\"\"other .*", "").replace(",x,", ",7,");
    assertAllAreApplied(client.again(failed, corrected), 400);
  }

  /** Columns of a file that have the names of an outcome come back, also the second time. */
  @ParameterizedTest
  @CsvSource({"alpha, text/csv", "delta, text/csv", "delta, application/x-ndjson"})
  void columnsWithTheNamesOfAnOutcomeComeBack(String database, String type, RunningServer server) {
    Client client = new Client(server, database);
    boolean isCsv = type.equals(CSV);
    String body =
        isCsv
            ? "Status,Body,line,grievance_Key,call_Key\nmine,yours,ours,%d,x\n"
            : "{\"Status\":\"mine\",\"Body\":\"yours\",\"line\":\"ours\",\"grievance_Key\":%d,\"call_Key\":\"x\"}";
    String id = client.failing(type, body.formatted(first), 1);

    for (int round = 0; round < 2; round++) {
      Response rows = client.failed(id, CSV);
      String header = text(rows).lines().findFirst().orElseThrow();
      assertTrue(
          header.startsWith("Status,Body,line,grievance_Key,call_Key,line,status,body")
              || header.endsWith(",Status,Body,line,status,body"),
          header);
      assertTrue(text(rows).contains("mine,yours,ours,"), text(rows));
      Response objects = client.failed(id, NDJSON);
      assertTrue(
          text(objects)
              .startsWith(
                  "{\"Status\":\"mine\",\"Body\":\"yours\",\"line\":\"ours\",\"grievance_Key\":"),
          text(objects));
      assertEquals(2, text(objects).toLowerCase(Locale.ROOT).split("\"status\"").length - 1);
      assertAllAreApplied(client.again(rows, text(rows).replace(",x,", ",7,")), 1);
      assertAllAreApplied(client.again(objects, text(objects).replace("\"x\"", "7")), 1);
      id = client.failing(isCsv ? rows.contentType() : type, text(isCsv ? rows : objects), 1);
    }
  }

  /** A misspelt field is not taken away from a row, whose record it would empty. */
  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta"})
  void misspeltFieldIsAColumnOfCsv(String database, RunningServer server) {
    Client client = new Client(server, database);
    String item = "{\"grievance_Key\":%d,\"isue\":\"a\"}".formatted(first);
    String id =
        client.send(
            NDJSON,
            item.getBytes(StandardCharsets.UTF_8),
            Map.of("Prefer", "respond-async, handling=strict"));
    client.end(id).then().body("data.failed", equalTo(1));
    Response failed = client.failed(id, CSV);

    assertAllAreRefused(client.again(failed, text(failed), "handling=strict"), 1);
    String header = text(failed).lines().findFirst().orElseThrow();
    String corrected = header.replace(",issue,", ",x,").replace(",isue,", ",issue,");
    assertAllAreApplied(client.again(failed, text(failed).replace(header, corrected)), 1);
    assertEquals("a", client.read(first).get("data.issue"));
  }

  @ParameterizedTest
  @CsvSource({"alpha, UTF-8", "delta, UTF-16LE", "spread, UTF-8"})
  void linesAreThoseOfTheFileAcrossParts(String database, Charset charset, RunningServer server)
      throws IOException {
    StringBuilder file =
        new StringBuilder("\uFEFFsep=;\r\n\r\n;;\r\ngrievance_Key;\"issue\r\n;text\";call_Key\r\n");
    int line = 6;
    List<Integer> faulty = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      boolean isFaulty = i % 1_000 == 999;
      if (isFaulty) {
        faulty.add(line);
      }
      file.append(first + i).append(";\"a\nb\rc\r\nd\";").append(isFaulty ? "x" : i).append("\r\n");
      file.append(i % 2 == 0 ? ";;\r\n" : "\r\n");
      line += 5;
    }
    file.append("\u001A");
    Client client = new Client(server, database);
    String id =
        client.send(
            CSV,
            gzip(file.toString().getBytes(charset)),
            Map.of(
                "Content-Encoding", "gzip",
                "Content-Disposition", "attachment; filename*=UTF-8''January%20%E2%82%AC.csv"));

    client
        .end(id)
        .then()
        .body("data.items", equalTo(MANY))
        .body("data.created", equalTo(MANY - faulty.size()))
        .body("data.failed", equalTo(faulty.size()))
        .body("data.file", equalTo("January €.csv"));
    server.to(database).get(JOBS).then().body("data.file", hasItem("January €.csv"));
    JsonPath failed =
        new JsonPath("[" + text(client.failed(id, NDJSON)).strip().replace("\n", ",") + "]");
    assertEquals(faulty, failed.getList("line"));
    List<String> reasons = failed.getList("body");
    IntStream.range(0, faulty.size())
        .forEach(i -> assertTrue(reasons.get(i).startsWith("Line " + faulty.get(i) + ": ")));
    Response rows = client.failed(id, CSV);
    String corrected = text(rows).replace(",x,", ",77,");
    assertAllAreApplied(client.again(rows, corrected), faulty.size());
    assertEquals(77, client.read(first + MANY - 1).<Integer>get("data.call_Key"));
  }

  @Test
  void fileOfAJobIsNullUnlessItsNameIsTold(RunningServer server) {
    Client client = new Client(server, "alpha");
    byte[] body = ("grievance_Key\n" + first + "\n").getBytes(StandardCharsets.UTF_8);

    client.end(client.send(CSV, body, Map.of())).then().body("data.file", nullValue());
    String key = UUID.randomUUID().toString();
    String id =
        client.send(
            CSV,
            body,
            Map.of("Idempotency-Key", key, "Content-Disposition", "attachment; filename=a.csv"));
    client.end(id).then().body("data.file", equalTo("a.csv"));
    assertEquals(
        id,
        client.send(
            CSV,
            body,
            Map.of("Idempotency-Key", key, "Content-Disposition", "attachment; filename=b.csv")));
  }
}
