package org.grievances.contract;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.grievances.server.RunningServer;
import org.grievances.server.Secrets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A request whose {@code Idempotency-Key} another version of the service has answered is not
 * applied again. What versions compare never changes; how the others describe the reading of a
 * request is not compared.
 */
@ExtendWith(RunningServer.Resolver.class)
class KeysOfOtherVersionsIT {
  private static final String DATABASE = "delta";
  private static final String RECORDS = "/vbasoftware/grievances";
  private static final String OLDER = "0 anything";
  private static final String LATER = "2 anything";
  private static final AtomicInteger KEYS = new AtomicInteger(-29_300_000);

  private final String idempotencyKey = UUID.randomUUID().toString();
  private final int key = KEYS.incrementAndGet();
  private final String batch = "[" + item("first") + "]";

  private String item(String issue) {
    return "{\"grievance_Key\":" + key + ",\"issue\":\"" + issue + "\"}";
  }

  private RequestSpecification withKey(RunningServer server) {
    return server.to(DATABASE).header("Idempotency-Key", idempotencyKey);
  }

  /** The row of the key, which every version finds by the client and the key. */
  private String ofKey() {
    return " where sha256 = encode(sha256(convert_to('"
        + Secrets.CLIENT
        + "' || chr(10) || '"
        + idempotencyKey
        + "', 'UTF8')), 'hex')";
  }

  private String stored(RunningServer server, String column) throws SQLException {
    try (Connection connection = server.postgres();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select " + column + " from stored_responses" + ofKey())) {
      row.next();
      return row.getString(1);
    }
  }

  private void answeredBy(RunningServer server, String form) throws SQLException {
    server.execute("update stored_responses set request_form = '" + form + "'" + ofKey());
  }

  private static Object path(Response response, String path) {
    return response.path(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {OLDER, LATER})
  void batchIsNotAppliedAgain(String form, RunningServer server) throws SQLException {
    Response first = withKey(server).body(batch).put(RunningServer.BATCH);
    answeredBy(server, form);
    server.to(DATABASE).body("{}").put(RECORDS + "/" + key).then().statusCode(200);

    Response repeated = withKey(server).body(batch).put(RunningServer.BATCH);

    assertEquals(207, repeated.statusCode());
    assertEquals(path(first, "data"), path(repeated, "data"));
    server.to(DATABASE).get(RECORDS + "/" + key).then().body("data.issue", equalTo(null));
  }

  @ParameterizedTest
  @ValueSource(strings = {OLDER, LATER})
  void grievanceIsFiledOnce(String form, RunningServer server) throws SQLException {
    String filing = "{\"subscriber_ID\":\"000123456\"}";
    Response first = withKey(server).body(filing).post("/vbasoftware/grievances-file");
    answeredBy(server, form);

    Response repeated = withKey(server).body(filing).post("/vbasoftware/grievances-file");

    assertEquals(201, repeated.statusCode());
    assertEquals(path(first, "data"), path(repeated, "data"));
    assertEquals(first.header("Location"), repeated.header("Location"));
  }

  @ParameterizedTest
  @ValueSource(strings = {OLDER, LATER})
  void jobIsQueuedOnce(String form, RunningServer server) throws SQLException {
    Response first =
        withKey(server).header("Prefer", "respond-async").body(batch).put(RunningServer.BATCH);
    answeredBy(server, form);

    Response repeated =
        withKey(server).header("Prefer", "respond-async").body(batch).put(RunningServer.BATCH);

    assertEquals(202, repeated.statusCode());
    assertEquals(first.header("Location"), repeated.header("Location"));
  }

  /** Whose key it is stays known, and nobody is advised to have a request applied twice. */
  @ParameterizedTest
  @ValueSource(strings = {OLDER, LATER})
  void differentRequestIsRefused(String form, RunningServer server) throws SQLException {
    withKey(server).body(batch).put(RunningServer.BATCH).then().statusCode(207);
    answeredBy(server, form);
    for (Response different :
        new Response[] {
          withKey(server).body("[" + item("other") + "]").put(RunningServer.BATCH),
          withKey(server).body(batch).put(RunningServer.BATCH + "?atomic=true"),
          withKey(server).body(batch).delete(RunningServer.BATCH),
          withKey(server).header("Prefer", "respond-async").body(batch).put(RunningServer.BATCH)
        }) {
      different
          .then()
          .statusCode(422)
          .body("error.type", equalTo("/vbasoftware/problems/key-reused"))
          .body("error.detail", containsString("only if it is to be applied as well"));
    }
    server.to(DATABASE).get(RECORDS + "/" + key).then().body("data.issue", equalTo("first"));
  }

  /** A later version may report an error by a code that this one does not know. */
  @Test
  void answerOfALaterVersionIsRead(RunningServer server) throws SQLException, IOException {
    withKey(server).body(batch).put(RunningServer.BATCH).then().statusCode(207);
    String later =
        "[{\"key\":-1,\"status\":400,\"later\":{},\"errors\":"
            + "[{\"code\":\"later\",\"message\":\"of a later version\",\"later\":[1]}],\"more\":0}]";
    answeredBy(server, LATER);
    server.execute(
        "update stored_responses set response = decode('" + gzip(later) + "', 'hex')" + ofKey());

    withKey(server)
        .header("Prefer", "errors=structured")
        .body(batch)
        .put(RunningServer.BATCH)
        .then()
        .statusCode(207)
        .body("data.status", contains(400))
        .body("data.body", contains(containsString("of a later version")));
  }

  private static String gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  /**
   * If this fails because of {@code request_sha256}, then the change that made it fail must not be:
   * servers of released versions would take a request that is sent again for another one.
   */
  @ParameterizedTest
  @CsvSource({
    "'', 5f23983b77e441a30e1050914cbf11d05cde2d5635953ab37d3279c2427a8d8c",
    "respond-async, c07f4338d5c10cd065a5046ee7510edde39ff9ba415657809abe42fd53a0bf0f",
  })
  void requestIsKnownToEveryVersion(String prefer, String sha256, RunningServer server)
      throws SQLException {
    withKey(server)
        .header("Prefer", prefer)
        .body("[{\"grievance_Key\":-29199999}]")
        .put(RunningServer.BATCH);
    assertEquals(sha256, stored(server, "request_sha256"));
  }

  @Test
  void queryDistinguishesRequestsInEveryVersion(RunningServer server) throws SQLException {
    withKey(server)
        .body("[{\"grievance_Key\":-29199999}]")
        .put(RunningServer.BATCH + "?merge=true");
    assertEquals(
        "f79da1b89d77b8a40e64b787390e64b90ba2a8f8c26be044fb966bcd35d1714d",
        stored(server, "request_sha256"));
  }

  /** If this fails, give the words of the form the next number. */
  @ParameterizedTest
  @CsvSource({
    "application/json, '', 1 lenient json",
    "text/json, handling=strict, 1 strict json",
    "application/x-ndjson, '', 1 lenient ndjson",
    "text/csv, '', 1 lenient csv UTF-8",
    "text/csv; charset=windows-1252; delimiter=\";\", '', 1 lenient csv windows-1252 separator=59",
    "text/csv; guarded=true, handling=strict, 1 strict csv UTF-8 guarded",
    "text/csv; raw=true, '', 1 lenient csv UTF-8 raw",
    "text/tab-separated-values, '', 1 lenient csv UTF-8 separator=9",
  })
  void formOfARequestHasANumber(String type, String prefer, String form, RunningServer server)
      throws SQLException {
    String body = type.endsWith("/json") ? batch : type.endsWith("ndjson") ? item("x") : csv();
    withKey(server)
        .header("Prefer", prefer)
        .contentType(type)
        .body(body.getBytes(StandardCharsets.UTF_8))
        .put(RunningServer.BATCH)
        .then()
        .statusCode(207);
    assertEquals(form, stored(server, "request_form"));
  }

  private String csv() {
    return "grievance_Key\n" + key;
  }
}
