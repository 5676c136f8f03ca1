package org.grievances.faults;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that the proxy, as it is configured for operators, refuses what the server would take, and
 * shows callers none of the server's own pages.
 */
@ExtendWith(RunningServer.Resolver.class)
class ProxiedFramingIT {
  private static final int READ_TIMEOUT_MILLIS = 10_000;

  private static final int KEY = -1_700_000_001;
  private static final String ACTIVITY = "activity-id";
  private static final Path LOGS = Path.of("target/servers/framing-proxy");

  /** A request that a caller could smuggle in after one with a hidden end. */
  private static final String SECOND =
      "GET /console/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

  private static HaProxy proxy;

  @BeforeAll
  static void start(RunningServer server) throws IOException, GeneralSecurityException {
    proxy = HaProxy.before(Collections.nCopies(3, server.server()), server.secrets(), LOGS);
    proxy.awaitState(0, "UP");
  }

  @AfterAll
  static void stop() {
    proxy.close();
  }

  private static String send(RunningServer server, String request)
      throws IOException, GeneralSecurityException {
    try (Socket socket =
        server.secrets().trusting().getSocketFactory().createSocket("localhost", proxy.port())) {
      socket.setSoTimeout(READ_TIMEOUT_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 2~Content-Length: 3",
        "Content-Length: +2",
        "Content-Length: -2",
        "Content-Length: 0x2",
        "Transfer-Encoding : chunked",
        "Transfer-Encoding: chunked~Transfer-Encoding: chunked",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: identity",
        "Transfer-Encoding: gzip, chunked",
        "X Y: z",
        "Host: evil.example"
      })
  void ambiguousRequestIsRefused(String headers, RunningServer server)
      throws IOException, GeneralSecurityException {
    assertRefusedOnce(
        send(
            server,
            "POST /vbasoftware/grievances HTTP/1.1\r\nHost: localhost\r\nUser-Agent: framing\r\n"
                + headers.replace("~", "\r\n")
                + "\r\n\r\n"
                + SECOND));
  }

  @Test
  void traceIsRefusedWithItsBody(RunningServer server)
      throws IOException, GeneralSecurityException {
    assertRefusedOnce(
        send(
            server,
            "TRACE /console/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Length: %d\r\n\r\n%s".formatted(SECOND.length(), SECOND)));
  }

  @Test
  void unchangedRecordAndFileHaveNoLength(RunningServer server) {
    server
        .to("alpha")
        .body("[{\"grievance_Key\":%d}]".formatted(KEY))
        .put(RunningServer.BATCH)
        .then()
        .statusCode(207);
    for (String path : List.of("/vbasoftware/grievances/" + KEY, "/console/")) {
      RequestSpecification request = server.to("alpha").baseUri(proxy.url());
      String tag = request.get(path).then().statusCode(200).extract().header("ETag");
      for (int i = 0; i < 2; i++) {
        server
            .to("alpha")
            .baseUri(proxy.url())
            .header("If-None-Match", tag)
            .get(path)
            .then()
            .statusCode(304)
            .header("Content-Length", nullValue())
            .header("ETag", tag);
      }
    }
  }

  @Test
  void logOfTheProxyHasTheActivityIdOfTheResponse(RunningServer server) {
    String console =
        server.to("alpha").baseUri(proxy.url()).get("/console/").then().extract().header(ACTIVITY);
    String record =
        server
            .to("alpha")
            .baseUri(proxy.url())
            .get("/vbasoftware/grievances/" + (KEY - 3))
            .then()
            .statusCode(404)
            .extract()
            .header(ACTIVITY);
    assertNotEquals(console, record);
    await("the line")
        .until(
            () ->
                Files.readString(LOGS.resolve("haproxy.log"))
                    .lines()
                    .anyMatch(
                        line ->
                            line.matches(
                                ".* GET 404 .* bytes=[1-9]\\d+ .* activity-id=" + record)));
  }

  @Test
  void listOf500ValuesPassesWithItsLink(RunningServer server) {
    String items =
        "[{\"grievance_Key\":%d,\"patient_Account_Number\":\"A-100\"},"
            + "{\"grievance_Key\":%d,\"patient_Account_Number\":\"A-101\"}]";
    server
        .to("alpha")
        .body(items.formatted(KEY - 1, KEY - 2))
        .put(RunningServer.BATCH)
        .then()
        .statusCode(207);
    String query =
        IntStream.range(100, 600)
            .mapToObj(number -> "&patient_Account_Number=A-" + number + "%20%20%20%20")
            .collect(Collectors.joining())
            .replaceFirst("A-100%20%20%20%20", "A-100")
            .replaceFirst("A-101%20%20%20%20", "A-101");
    String next = "/vbasoftware/grievances?pageSize=1&keyTo=0" + query;
    for (int key : new int[] {KEY - 2, KEY - 1}) {
      Response page = server.to("alpha").baseUri(proxy.url()).urlEncodingEnabled(false).get(next);
      page.then().statusCode(200).body("data.grievance_Key", equalTo(List.of(key)));
      String link = page.header("Link");
      next = link == null ? null : link.substring(1, link.indexOf('>'));
    }
    assertNull(next);
  }

  private static void assertRefusedOnce(String response) {
    assertTrue(response.matches("(?s)HTTP/1\\.1 4(00|22) .*"), response);
    assertEquals(2, response.split("HTTP/1\\.1 ").length, "one response: " + response);
    assertNamesNoProduct(response);
  }

  private static void assertNamesNoProduct(String response) {
    for (String product : new String[] {"Liberty", "IBM", "CWWWC", "SRVE", "HAProxy", "haproxy"}) {
      assertFalse(response.contains(product), response);
    }
  }

  /** HAProxy itself would take it for a length of 2. */
  @Test
  void lengthThatOverflowsIsNotAnswered(RunningServer server)
      throws IOException, GeneralSecurityException {
    assertEquals(
        "",
        send(
            server,
            "POST /vbasoftware/grievances HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Length: 18446744073709551618\r\n\r\n[]"
                + SECOND));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10000000000000002", "-2", "2 2", "0x2"})
  void chunkWhoseSizeCannotBeReadIsRefused(String size, RunningServer server)
      throws IOException, GeneralSecurityException {
    assertRefusedOnce(
        send(
            server,
            "POST /vbasoftware/grievances HTTP/1.1\r\nHost: localhost\r\nUser-Agent: framing\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n"
                + size
                + "\r\n[]\r\n0\r\n\r\n"
                + SECOND));
  }

  /** The server answers such addresses before the application sees them. */
  @ParameterizedTest
  @ValueSource(
      strings = {"/vbasoftware/%zz", "/%", "/a%00b", "/vbasoftware/..%2f..", "/vbasoftware/../.."})
  void addressThatTheServerCannotReadIsAnsweredInTheEnvelope(String path, RunningServer server)
      throws IOException, GeneralSecurityException {
    String response =
        send(
            server,
            "GET %s HTTP/1.1\r\nHost: localhost\r\nUser-Agent: x\r\nConnection: close\r\n\r\n"
                .formatted(path));
    assertTrue(response.startsWith("HTTP/1.1 400 "), response);
    assertTrue(response.contains("\"type\":\"/vbasoftware/problems/malformed-request\""), response);
    assertTrue(response.contains("\"activityID\":\""), response);
    assertNamesNoProduct(response);
  }

  @ParameterizedTest
  @CsvSource({
    "/metrics, 404",
    "/health/ready, 404",
    "/jwt/ibm/api/grievances/token, 404",
    "//evil.example/..%2fconsole, 404",
    "/openapi, 200",
    "/console/, 200",
    "/vbasoftware/grievances, 403"
  })
  void callersReachTheServiceAlone(String path, int status, RunningServer server)
      throws IOException, GeneralSecurityException {
    String response =
        send(
            server,
            "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".formatted(path));
    assertTrue(response.startsWith("HTTP/1.1 " + status + " "), response);
  }

  @Test
  void requestOverSeveralLinesArrivesAsOne(RunningServer server)
      throws IOException, GeneralSecurityException {
    String response =
        send(
            server,
            "GET /console/ HTTP/1.1\nHost: localhost\nX: folded\n over two lines\n"
                + "Connection: close\n\n");
    assertTrue(response.startsWith("HTTP/1.1 200 "), response);
    assertEquals(2, response.split("HTTP/1\\.1 ").length, response);
  }
}
