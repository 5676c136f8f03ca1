package org.grievances.contract;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.grievances.server.RunningServer;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests requests that are refused as a whole, and the problem that each of them gets. */
@ExtendWith(RunningServer.Resolver.class)
class RefusedRequestIT {
  private static final String CODES = "/vbasoftware/grievance-statuses-batch";
  private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  record Case(
      String name,
      UnaryOperator<RequestSpecification> prepare,
      Function<RequestSpecification, Response> send,
      int status,
      String problem,
      Matcher<String> detail) {

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        body("no body", "", 400, "malformed-request", containsString("line 1, column 1")),
        body("half an array", "[{},\n {", 400, "malformed-request", containsString("line 2, col")),
        body("text after the array", "[] []", 400, "malformed-request", containsString("line 1")),
        body("an object", "{}", 400, "malformed-request", containsString("array")),
        body("a number", "7", 400, "malformed-request", containsString("array")),
        body("a word", "nonsense", 400, "malformed-request", containsString("line 1")),
        body("single quotes", "[{'a':1}]", 400, "malformed-request", containsString("line 1")),
        body("nested 33 deep", nested(33), 400, "malformed-request", containsString("32")),
        body("a long text", longText(), 400, "malformed-request", startsWith("A text, a name or")),
        bytes("not UTF-8", new byte[] {'[', '"', (byte) 0xC3, '"', ']'}, containsString("UTF-8")),
        body(
            "too many items", items(RunningServer.MAX_ITEMS + 1), 413, "too-large", tooManyItems()),
        body("too many bytes", blanks(), 413, "too-large", containsString("10000000 bytes")),
        request("too many bytes, chunked", RefusedRequestIT::chunked, 413, "too-large"),
        request(
            "not gzip", r -> r.header("Content-Encoding", "gzip").body("[]"), 400, "malformed-"),
        request("too large uncompressed", RefusedRequestIT::gzipBomb, 413, "too-large"),
        request(
            "another encoding", r -> r.header("Content-Encoding", "br").body("[]"), 415, "unsup"),
        request(
            "XML", r -> r.contentType("application/xml").body("<a/>"), 415, "unsupported-media"),
        request(
            "a form",
            r -> r.contentType("application/x-www-form-urlencoded").body("a=b"),
            415,
            "unsupported-media-type"),
        request("another charset", RefusedRequestIT::latin1, 415, "unsupported-media-type"),
        request("accepts HTML only", r -> r.accept("text/html").body("[]"), 406, "not-acceptable"),
        request("atomic=maybe", r -> r.queryParam("atomic", "maybe").body("[]"), 400, "malformed"),
        request(
            "dryRun empty", r -> r.queryParam("dryRun", "").body("[]"), 400, "malformed-request"),
        call("POST", r -> r.post(CODES), 405, "method-not-allowed"),
        call("GET", r -> r.get(RunningServer.BATCH), 405, "method-not-allowed"),
        call("PATCH", r -> r.patch(RunningServer.BATCH), 405, "method-not-allowed"),
        call("unknown path", r -> r.put("/vbasoftware/nothing"), 404, "not-found"),
        call("below the path", r -> r.put(RunningServer.BATCH + "/1"), 404, "not-found"),
        call("outside the application", r -> r.get("/elsewhere"), 404, "not-found"),
        call("the root", r -> r.get("/"), 404, "not-found"));
  }

  private static Case body(
      String name, String body, int status, String problem, Matcher<String> detail) {
    return new Case(name, r -> r.body(body), RefusedRequestIT::put, status, problem, detail);
  }

  private static Case bytes(String name, byte[] body, Matcher<String> detail) {
    UnaryOperator<RequestSpecification> prepare = r -> r.body(body);
    return new Case(name, prepare, RefusedRequestIT::put, 400, "malformed-request", detail);
  }

  private static Case request(
      String name, UnaryOperator<RequestSpecification> prepare, int status, String problem) {
    return new Case(name, prepare, RefusedRequestIT::put, status, problem, containsString(""));
  }

  private static Case call(
      String name, Function<RequestSpecification, Response> send, int status, String problem) {
    return new Case(name, r -> r.body("[]"), send, status, problem, containsString(""));
  }

  private static Response put(RequestSpecification request) {
    return request.put(RunningServer.BATCH);
  }

  /** Returns a batch with a text of more than one MiB. */
  private static String longText() {
    return "[{},{\"issue\":\"" + "x".repeat(1_100_000) + "\"}]";
  }

  private static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }

  private static String items(int count) {
    return "[" + "1,".repeat(count - 1) + "1]";
  }

  private static Matcher<String> tooManyItems() {
    return containsString(RunningServer.MAX_ITEMS + " items");
  }

  private static String blanks() {
    return "[" + " ".repeat(RunningServer.MAX_BYTES) + "]";
  }

  /** The length of a stream is unknown, so it is sent with chunked transfer encoding. */
  private static RequestSpecification chunked(RequestSpecification request) {
    return request.body(new ByteArrayInputStream(blanks().getBytes(StandardCharsets.UTF_8)));
  }

  private static RequestSpecification gzipBomb(RequestSpecification request) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(blanks().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return request.header("Content-Encoding", "gzip").body(compressed.toByteArray());
  }

  private static RequestSpecification latin1(RequestSpecification request) {
    return request.contentType("application/json; charset=iso-8859-1").body("[]");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void theRequestGetsTheExpectedProblem(Case refused, RunningServer server) {
    Response response = refused.send().apply(refused.prepare().apply(server.to("alpha")));
    response
        .then()
        .statusCode(refused.status())
        .contentType("application/json")
        .header("activity-id", matchesPattern(UUID))
        .body("data", nullValue())
        .body("error.status", equalTo(refused.status()))
        .body("error.type", containsString("/vbasoftware/problems/" + refused.problem()))
        .body("error.detail", refused.detail())
        .body("error.instance", matchesPattern("/[^?]*"))
        .body("debug.activityID", equalTo(response.header("activity-id")));
    assertNoInternalsShown(response);
  }

  private static void assertNoInternalsShown(Response response) {
    Stream.of(
            "Exception", "grievances.batch", "java", "SQL", "SELECT", "INSERT", "liberty", "at org")
        .forEach(detail -> response.then().body(not(containsString(detail))));
    response.then().header("Server", nullValue()).header("X-Powered-By", nullValue());
  }

  @Test
  void theResponseToAWrongMethodListsTheAllowedOnes(RunningServer server) {
    server.to("alpha").get(RunningServer.BATCH).then().header("Allow", containsString("PUT"));
  }

  @Test
  void optionsReturnsAnAllowHeaderWithoutBody(RunningServer server) {
    server
        .to("alpha")
        .options(RunningServer.BATCH)
        .then()
        .statusCode(204)
        .header("Allow", containsString("PUT"));
  }

  @Test
  void theResponseToAWrongMediaTypeOrEncodingListsTheSupportedOnes(RunningServer server) {
    put(server.to("alpha").contentType("application/xml").body("<a/>"))
        .then()
        .header(
            "Accept",
            "application/json, text/json, application/*+json, application/x-ndjson, text/csv,"
                + " text/tab-separated-values");
    server
        .to("alpha")
        .contentType("text/csv")
        .body("a,b")
        .post("/vbasoftware/grievances")
        .then()
        .statusCode(415)
        .header("Accept", "application/json, text/json, application/*+json");
    put(server.to("alpha").header("Content-Encoding", "br").body("[]"))
        .then()
        .header("Accept-Encoding", "gzip");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          put  | grievances-batch           | text/html        | application/json, text/json, text/plain, application/x-ndjson, text/csv
          put  | grievance-statuses-batch   | text/csv         | application/json, text/json, text/plain
          get  | grievances/export          | text/html        | application/x-ndjson, text/csv, application/json, text/json, text/plain
          head | grievances/export?keyTo=0  | text/html        | ''
          get  | jobs/17/failed             | text/html        | application/x-ndjson, text/csv, application/json, text/json, text/plain
          get  | grievance-statuses/a/b     | text/html        | application/json, text/json, text/plain
          post | user-authentication        | text/csv         | application/json, text/json, text/plain
          """)
  void unacceptableTypeIsAnsweredWithTheTypesOfTheOperation(
      String method, String path, String accepted, String types, RunningServer server) {
    Response response =
        server
            .to("alpha", "grievance-admin")
            .accept(accepted)
            .body("[]")
            .request(method, "/vbasoftware/" + path);
    response.then().statusCode(406);
    if (!types.isEmpty()) {
      response
          .then()
          .body(
              "error.detail",
              equalTo("This operation answers with " + types + "; accept one of these."));
    }
  }

  @Test
  void unsupportedMediaTypeIsAnsweredWithTheTypesOfTheOperation(RunningServer server) {
    String json = "application/json, text/json, application/*+json";
    put(server.to("alpha").contentType("application/xml").body("<a/>"))
        .then()
        .body(
            "error.detail",
            equalTo(
                "This operation takes "
                    + json
                    + ", application/x-ndjson, text/csv, text/tab-separated-values; send one"
                    + " of these."));
    server
        .to("alpha", "grievance-admin")
        .contentType("text/csv")
        .body("a,b")
        .put("/vbasoftware/grievance-statuses/Open")
        .then()
        .statusCode(415)
        .body("error.detail", equalTo("This operation takes " + json + "; send one of these."));
    put(server.to("alpha").contentType("application/json; charset=latin1").body("[]"))
        .then()
        .statusCode(415)
        .header("Accept", json + ", application/x-ndjson, text/csv, text/tab-separated-values");
  }

  /** The list of axios, and lists with empty elements (RFC 9110, section 5.6.1). */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          application/json, text/plain, */*    | application/x-ndjson
          application/json, text/csv           | text/csv
          text/csv ; q=0.5 , , text/plain;q=1  | text/csv
          , application/x-ndjson,              | application/x-ndjson
          text/*                               | text/csv
          ,                                    | application/x-ndjson
          """)
  void exportIsSentInTheFirstFormatThatItsCallerAccepts(
      String accepted, String type, RunningServer server) {
    server
        .to("alpha")
        .header("Accept", accepted)
        .get("/vbasoftware/grievances/export?keyTo=-2147483647")
        .then()
        .statusCode(200)
        .contentType(startsWith(type));
  }

  @Test
  void theProblemTypeIsTheUrlOfAnHtmlPage(RunningServer server) {
    String type = server.to("alpha").get(RunningServer.BATCH).path("error.type");
    server
        .plain()
        .get(type)
        .then()
        .statusCode(200)
        .contentType("text/html")
        .body("html.body.h1", equalTo("This method is not allowed here"));
  }

  @Test
  void anInternalErrorRevealsNoDetails(RunningServer server) throws SQLException {
    server.awaitUse("broken");
    server.execute("broken", "alter table grievances rename to elsewhere");
    try {
      Response response = put(server.to("broken").body("[{\"grievance_Key\":1}]"));
      response
          .then()
          .statusCode(500)
          .body("error.type", equalTo("/vbasoftware/problems/internal-error"));
      assertNoInternalsShown(response);
    } finally {
      server.execute("broken", "alter table elsewhere rename to grievances");
    }
  }

  @Test
  void anErrorHasTheAcceptedMediaType(RunningServer server) {
    for (String type : Arrays.asList("text/plain", "text/json", "application/json")) {
      server
          .to("alpha")
          .accept(type)
          .body("nonsense")
          .put(RunningServer.BATCH)
          .then()
          .statusCode(400)
          .contentType(startsWith(type))
          .body(endsWith("}}"));
    }
  }
}
