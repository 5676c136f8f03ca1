package org.grievances.contract;

import static java.util.Locale.ROOT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests requests of which two programs could see different ends, or different targets. */
@ExtendWith(RunningServer.Resolver.class)
class FramingIT {
  private static final int READ_TIMEOUT_MILLIS = 10_000;

  /** A request that a caller could smuggle in after one with a hidden end. */
  private static final String SECOND =
      "GET /console/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

  private static String send(RunningServer server, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.httpPort())) {
      socket.setSoTimeout(READ_TIMEOUT_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String post(String headers, String body) {
    return "POST /vbasoftware/grievances HTTP/1.1\r\nHost: localhost\r\nUser-Agent: framing\r\n"
        + headers.replace("~", "\r\n")
        + "\r\n\r\n"
        + body;
  }

  private static void assertRefused(String response) {
    assertTrue(response.startsWith("HTTP/1.1 400 "), response);
    assertEquals(2, response.split("HTTP/1\\.1 ").length, "one response: " + response);
    assertTrue(response.contains("Connection: close"), response);
    assertTrue(response.contains("\"type\":\"/vbasoftware/problems/malformed-request\""), response);
    assertTrue(response.contains("\"activityID\":\""), response);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding: chunked~Transfer-Encoding: chunked",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: identity"
      })
  void requestWithAnAmbiguousEndIsRefused(String headers, RunningServer server) throws IOException {
    assertRefused(send(server, post(headers, "2\r\n[]\r\n0\r\n\r\n" + SECOND)));
  }

  /** The server hides such lengths from the application, or takes one of them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 2~Content-Length: 3",
        "Content-Length: 2~Content-Length: 2",
        "Content-Length: 2, 2",
        "Content-Length: +2",
        "Content-Length: -2",
        "Content-Length: 0x2",
        "Content-Length: 18446744073709551618",
        "Content-Length: 2~Transfer-Encoding: chunked"
      })
  void bytesAfterAnUnreadableLengthAreNoRequest(String headers, RunningServer server)
      throws IOException {
    String response = send(server, post(headers, SECOND));
    assertTrue(response.startsWith("HTTP/1.1 4"), response);
    assertEquals(2, response.split("HTTP/1\\.1 ").length, "one response: " + response);
    assertTrue(response.toLowerCase(ROOT).contains("connection: close"), response);
  }

  @ParameterizedTest
  @CsvSource({
    "/vbasoftware/grievances, Content-Length: 70, 405",
    "/vbasoftware/grievances/17, Content-Length: 2~Content-Length: 3, 405",
    "/vbasoftware/grievances/17, 'Transfer-Encoding: gzip, chunked', 400",
    "/vbasoftware/none, Transfer-Encoding: identity, 400",
    "/console/, Content-Length: 70, 405",
    "/console/sign-in, Content-Length: 70, 405",
    "/j_security_check, Content-Length: 70, 404",
    "/, Transfer-Encoding: identity, 400"
  })
  void traceIsRefusedAndItsBodyIsNoRequest(
      String path, String framing, int status, RunningServer server) throws IOException {
    String response =
        send(
            server,
            "TRACE %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n\r\n%s"
                .formatted(path, framing.replace("~", "\r\n"), SECOND));
    assertTrue(response.startsWith("HTTP/1.1 " + status), response);
    assertTrue(response.contains("\"activityID\""), response);
    assertEquals(2, response.split("HTTP/1\\.1 ").length, "one response: " + response);
  }

  /** The server's own lines would have stack traces, and what the caller sent. */
  @Test
  void serverLogsNothingOfWhatItRefuses(RunningServer server) throws IOException {
    String sent = "sent" + Long.toHexString(System.nanoTime());
    for (String path :
        new String[] {
          "/" + sent,
          "/console/" + sent,
          "/WEB-INF/" + sent,
          "/%00" + sent,
          "/" + sent + "/j_security_check",
          "/openapi/" + sent,
          "/openapi/ui/" + sent,
          "/jwt/" + sent,
          "/jwt/ibm/api/" + sent + "/token",
          "/jwt/ibm/api/" + sent + "/jwk"
        }) {
      for (String method : new String[] {"GET", "POST", "TRACE", sent.toUpperCase(ROOT)}) {
        send(
            server,
            "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                .formatted(method, path));
      }
    }
    String logs = server.logs();
    assertFalse(logs.toLowerCase(ROOT).contains(sent), "what was sent");
    assertFalse(logs.contains("Error Page Exception"), "a stack trace");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X: no host",
        "Host: localhost~Host: evil.example",
        "Host: localhost~Host: localhost",
        "Host: localhost, evil.example",
        "Host: a/..",
        "Host: user@localhost",
        "Host: local host",
        "Host:"
      })
  void requestWithoutExactlyOneHostIsRefused(String headers, RunningServer server)
      throws IOException {
    for (String path : new String[] {"/vbasoftware/grievances", "/console/", "/console", "/"}) {
      assertRefused(
          send(
              server,
              "GET %s HTTP/1.1\r\nUser-Agent: framing\r\n%s\r\n\r\n"
                  .formatted(path, headers.replace("~", "\r\n"))));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1, Host: localhost",
    "HTTP/1.1, Host: localhost:9443",
    "HTTP/1.1, Host: 127.0.0.1:80",
    "HTTP/1.1, Host: [::1]:9443",
    "HTTP/1.1, Host: grievances.plan-a.example.",
    "HTTP/1.0, X: an older client"
  })
  void requestWithOneHostIsServed(String version, String header, RunningServer server)
      throws IOException {
    String response =
        send(
            server,
            "GET /console/ %s\r\n%s\r\nConnection: close\r\n\r\n".formatted(version, header));
    assertTrue(response.contains(" 200 "), response);
  }

  @Test
  void chunkedRequestIsReadToItsEnd(RunningServer server) throws IOException {
    String response =
        send(
            server,
            post("Transfer-Encoding: Chunked~x-api-key: none", "2\r\n[]\r\n0\r\n\r\n" + SECOND));
    assertTrue(response.startsWith("HTTP/1.1 401 "), response);
    assertFalse(response.contains("malformed-request"), response);
  }
}
