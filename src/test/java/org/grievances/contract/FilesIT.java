package org.grievances.contract;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.grievances.csv.Charsets;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches as files: CSV and NDJSON. */
@ExtendWith(RunningServer.Resolver.class)
class FilesIT {
  private static final String CSV = "text/csv";
  private static final String NDJSON = "application/x-ndjson";
  private static final int KEY = -1_616_000;
  private static final int MANY = RunningServer.MAX_ITEMS - 1;
  private static final int FIRST_OF_MANY = -1_650_000;

  private static Response read(RunningServer server, String database, int key) {
    return server.to(database).get("/vbasoftware/grievances/" + key);
  }

  private static void assertRefused(Response response, int status, String detail) {
    response.then().statusCode(status).body("error.detail", containsString(detail));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta"})
  void csvNamesItsColumnsInAnyOrderAndCase(String database, RunningServer server) {
    String csv =
        """
        \uFEFFISSUE,grievance_key,Grievance_Received,subscriber_ID,unknown
        "two
        lines, and a ""quote""\",%d,2025-03-01,,x
        =1+1, %d ,2025-03-01T08:30:00Z,S1,
        """
            .formatted(KEY, KEY + 1);

    Response answer = server.putBatch(database, CSV, csv);

    answer.then().statusCode(207).body("data.id[0].value[0]", equalTo(KEY));
    read(server, database, KEY)
        .then()
        .body("data.issue", equalTo("two\nlines, and a \"quote\""))
        .body("data.grievance_Received", equalTo("2025-03-01T00:00:00Z"))
        .body("data.subscriber_ID", nullValue());
    read(server, database, KEY + 1)
        .then()
        .body("data.issue", equalTo("=1+1"))
        .body("data.subscriber_ID", equalTo("S1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {";", "\t", ","})
  void theHeaderRowShowsTheSeparator(String separator, RunningServer server) {
    String csv =
        "grievance_Key,issue,call_Key\r\n%d,\"a,b;c\td\",7"
            .formatted(KEY + 2)
            .replace(",", separator);

    server.putBatch("delta", CSV, csv).then().statusCode(207);

    read(server, "delta", KEY + 2).then().body("data.call_Key", equalTo(7));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "text/csv; delimiter=\";\" ~ ;",
        "text/csv; Delimiter=\";\"; charset=utf-8 ~ ;",
        "text/csv;delimiter=\",\" ~ ,",
        "text/csv; delimiter=tab ~ \t",
        "text/csv; delimiter=\"\\t\" ~ \t",
        "text/csv; delimiter=\"^\" ~ ^",
        "text/csv ~ |",
        "text/tab-separated-values ~ \t",
        "text/tab-separated-values; charset=windows-1252 ~ \t"
      })
  void typeNamesTheSeparator(String type, String separator, RunningServer server) {
    String sign = separator == null ? "\t" : separator;
    String csv =
        "issue,grievance_Key,call_Key\r\n\"a \"\"x\"\" |b;c\td^e\",%d,7\r\n"
            .formatted(KEY + 12)
            .replace(",", sign);
    for (String database : List.of("alpha", "delta")) {
      server.putBatch(database, type, csv).then().statusCode(207).body("data.size()", equalTo(1));

      read(server, database, KEY + 12)
          .then()
          .body("data.call_Key", equalTo(7))
          .body("data.issue", equalTo("a \"x\" |b;c\td^e"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/csv; delimiter=\"\"",
        "text/csv; delimiter=\",;\"",
        "text/csv; delimiter=x",
        "text/csv; delimiter=\"\\\"\""
      })
  void separatorThatIsNoneIsRefused(String type, RunningServer server) {
    assertRefused(
        server.putBatch("alpha", type, "grievance_Key\n1\n"), 400, "delimiter must be one");
  }

  @ParameterizedTest
  @CsvSource({
    "alpha, UTF-16LE",
    "delta, UTF-16LE",
    "delta, UTF-16BE",
    "alpha, UTF-8",
    "alpha, UTF-32LE"
  })
  void fileOfASpreadsheetIsRead(String database, Charset charset, RunningServer server) {
    String csv =
        "\uFEFFsep=;\r;;\r\"grievance_\u200BKey\";;\"is\rsue\";issue\r  ; ;\u00A0;\r%d;;x;grün\r;;;\r      \r\u001A"
            .formatted(KEY + 13);

    server
        .sending(database, CSV)
        .body(csv.getBytes(charset))
        .put(RunningServer.BATCH)
        .then()
        .statusCode(207)
        .body("data.size()", equalTo(1));

    read(server, database, KEY + 13).then().body("data.issue", equalTo("grün"));
    server
        .sending(database, CSV)
        .header("Prefer", "handling=strict")
        .body(csv.getBytes(charset))
        .put(RunningServer.BATCH)
        .then()
        .body(
            "data[0].body",
            equalTo("Line 6: column 2: unknown member; is[U+000D]sue: unknown member"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta"})
  void sameBodyWithAnotherSeparatorIsAnotherRequest(String database, RunningServer server) {
    String key = UUID.randomUUID().toString();
    String csv = "grievance_Key\n%d\n".formatted(KEY + 14);
    for (String type : List.of(CSV, CSV)) {
      assertEquals(207, statusUnder(key, server.sending(database, type), csv));
    }
    for (String type :
        List.of(
            CSV + "; delimiter=\";\"", CSV + "; charset=windows-1252", CSV + "; guarded=true")) {
      assertEquals(422, statusUnder(key, server.sending(database, type), csv), type);
    }
  }

  private static int statusUnder(String key, RequestSpecification request, String body) {
    return request.header("Idempotency-Key", key).body(body).put(RunningServer.BATCH).statusCode();
  }

  @ParameterizedTest
  @ValueSource(strings = {"windows-1252", "UTF-16", "iso-8859-15", "macintosh"})
  void csvMayBeInAnotherCharset(String charset, RunningServer server) {
    String csv = "grievance_Key;issue\n%d;Kündigung in Großbuchstaben\n".formatted(KEY + 3);

    server
        .sending("delta", CSV + "; charset=" + charset)
        .body(csv.getBytes(Charsets.of(charset)))
        .put(RunningServer.BATCH)
        .then()
        .statusCode(207);

    read(server, "delta", KEY + 3)
        .then()
        .body("data.issue", equalTo("Kündigung in Großbuchstaben"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta"})
  void aFaultIsToldWithItsLineAndColumn(String database, RunningServer server) {
    String csv =
        """
        grievance_Key,issue,member_Seq,call_Key
        %d,"a
        b",01,1
        %d,c,too long,x
        %d,d
        ,e,01,2
        """
            .formatted(KEY + 4, KEY + 5, KEY + 6);

    server
        .putBatch(database, CSV, csv)
        .then()
        .statusCode(207)
        .body("data[0].status", equalTo(201))
        .body("data[1].status", equalTo(400))
        .body(
            "data[1].body",
            equalTo("Line 4: member_Seq: 8 characters, at most 2; call_Key: not an integer"))
        .body("data[2].status", equalTo(400))
        .body("data[2].body", equalTo("Line 5 has 2 fields, but the header row has 4"))
        .body("data[3].body", equalTo("Line 6: grievance_Key: required"));
    read(server, database, KEY + 4).then().statusCode(200);
    server.to(database).delete("/vbasoftware/grievances/" + (KEY + 4)).then().statusCode(204);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta"})
  void anUnknownColumnIsAFaultWhereUnknownMembersAre(String database, RunningServer server) {
    server
        .sending(database, CSV)
        .header("Prefer", "handling=strict")
        .body("grievance_Key,colour,,\n%d,red,,x\n".formatted(KEY + 7))
        .put(RunningServer.BATCH)
        .then()
        .statusCode(207)
        .body(
            "data[0].body",
            equalTo(
                "Line 2: colour: unknown member; column 3: unknown member;"
                    + " column 4: unknown member"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta"})
  void bodyThatIsNoCsvIsRefusedAsAWhole(String database, RunningServer server) {
    String first = "grievance_Key,issue\n%d,a\n".formatted(KEY + 8);

    assertRefused(
        server.putBatch(database, CSV, first + "1,\"b\n2,c\n"), 400, "at line 3 never ends");
    assertRefused(
        server.putBatch(database, CSV, first + "1,\"b\"c\n"), 400, "at line 3 text follows");
    assertRefused(server.putBatch(database, CSV, ""), 400, "must begin with a row");
    assertRefused(server.putBatch(database, CSV, "issue\na\n"), 400, "must name grievance_Key");
    assertRefused(
        server.putBatch(database, CSV, "grievance_Key,ISSUE,issue\n1,a,b\n"), 400, "issue twice");
    assertRefused(server.putBatch(database, CSV + "; charset=x-none", first), 415, "charset");
    server
        .sending(database, CSV)
        .body("grievance_Key,issue\n1,\u00fc".getBytes(StandardCharsets.ISO_8859_1))
        .put(RunningServer.BATCH)
        .then()
        .statusCode(400)
        .body(
            "error.detail",
            equalTo(
                "The body is not UTF-8; name the charset that it is in, as in text/csv;"
                    + " charset=windows-1252."));
    read(server, database, KEY + 8).then().statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta"})
  void ndjsonHasAnObjectOnEachLine(String database, RunningServer server) {
    String lines =
        """
        {"grievance_Key":%d,"issue":"a\\nb"}

        7
        {"grievance_Key":"x"}
        """
            .formatted(KEY + 9);

    server
        .putBatch(database, NDJSON, lines)
        .then()
        .statusCode(207)
        .body("data.size()", equalTo(3))
        .body("data[1].body", equalTo("The item is not a JSON object"))
        .body("data[2].body", equalTo("grievance_Key: not an integer"));
    read(server, database, KEY + 9).then().body("data.issue", equalTo("a\nb"));
    server.putBatch(database, NDJSON, "").then().statusCode(207).body("data.size()", equalTo(0));
    String cut = "{\"grievance_Key\":%d}\n{\"grievance_Key\":".formatted(KEY + 10);
    assertRefused(server.putBatch(database, NDJSON, cut), 400, "line 2");
    read(server, database, KEY + 10).then().statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta"})
  void theAnswerComesAsTheCallerAccepts(String database, RunningServer server) {
    String csv = "grievance_Key\n%d\nx\n".formatted(KEY + 11);
    server.to(database).delete("/vbasoftware/grievances/" + (KEY + 11));
    String key = UUID.randomUUID().toString();

    String first = keyed(server, database, key, csv, CSV);
    String again = keyed(server, database, key, csv, CSV);
    String lines = keyed(server, database, key, csv, NDJSON);

    assertEquals(
        "item,grievance_Key,status,body\r\n0,%d,201,Created\r\n1,,400,Line 3: grievance_Key: not an integer\r\n"
            .formatted(KEY + 11),
        first);
    assertEquals(first, again);
    assertEquals(
        """
        {"id":[{"key":"grievance_Key","value":%d}],"status":201,"body":"Created"}
        {"id":[{"key":"grievance_Key","value":null}],"status":400,"body":"Line 3: grievance_Key: not an integer"}
        """
            .formatted(KEY + 11),
        lines);
  }

  private static String keyed(
      RunningServer server, String database, String key, String csv, String accepted) {
    Response answer =
        server
            .sending(database, CSV)
            .header("Idempotency-Key", key)
            .header("Accept", accepted)
            .body(csv.getBytes(StandardCharsets.UTF_8))
            .put(RunningServer.BATCH);
    answer.then().statusCode(207).contentType(containsString(accepted));
    return answer.asString();
  }

  @ParameterizedTest
  @ValueSource(strings = {CSV, NDJSON})
  void anErrorIsJsonWhateverIsAccepted(String accepted, RunningServer server) {
    server
        .sending("delta", CSV)
        .header("Accept", accepted)
        .body("x")
        .put(RunningServer.BATCH)
        .then()
        .statusCode(400)
        .contentType(containsString("application/json"))
        .body("error.detail", containsString("must name grievance_Key"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta"})
  void manyRowsGoInPackedAndAreDeletedByTheirKeys(String database, RunningServer server)
      throws IOException {
    String csv =
        IntStream.range(FIRST_OF_MANY, FIRST_OF_MANY + MANY)
            .mapToObj(key -> key + ";issue " + key)
            .collect(Collectors.joining("\n", "grievance_Key;issue\n", "\n"));
    String faulty = csv + "x;y\n";

    Response refused = gzipped(server, database, faulty, "?atomic=true");
    assertEquals(List.of(424, 400), ends(refused));
    read(server, database, FIRST_OF_MANY).then().statusCode(404);
    assertEquals(List.of(201, 201), ends(gzipped(server, database, csv, "?dryRun=true")));
    read(server, database, FIRST_OF_MANY).then().statusCode(404);
    assertEquals(List.of(201, 400), ends(gzipped(server, database, faulty, "")));
    read(server, database, FIRST_OF_MANY + MANY - 1)
        .then()
        .body("data.issue", equalTo("issue " + (FIRST_OF_MANY + MANY - 1)));
    Response deleted =
        server
            .sending(database, CSV)
            .body(csv.getBytes(StandardCharsets.UTF_8))
            .delete(RunningServer.BATCH);
    assertEquals(List.of(200, 200), ends(deleted));
  }

  private static Response gzipped(
      RunningServer server, String database, String body, String options) throws IOException {
    ByteArrayOutputStream gzipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(gzipped)) {
      gzip.write(body.getBytes(StandardCharsets.UTF_8));
    }
    return server
        .sending(database, CSV)
        .header("Content-Encoding", "gzip")
        .body(gzipped.toByteArray())
        .put(RunningServer.BATCH + options);
  }

  /** The statuses of the first item and the last. */
  private static List<Integer> ends(Response response) {
    List<Integer> statuses = response.then().statusCode(207).extract().path("data.status");
    assertTrue(statuses.size() >= MANY, "all items are answered");
    return List.of(statuses.get(0), statuses.get(statuses.size() - 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {CSV, NDJSON})
  void tooManyItemsAreRefusedInEachFormat(String type, RunningServer server) {
    String line = type.equals(CSV) ? "1\n" : "{}\n";
    assertRefused(
        server.putBatch(
            "delta",
            type,
            "grievance_Key\n".repeat(type.equals(CSV) ? 1 : 0)
                + line.repeat(RunningServer.MAX_ITEMS + 1)),
        413,
        "more than " + RunningServer.MAX_ITEMS + " items");
  }
}
