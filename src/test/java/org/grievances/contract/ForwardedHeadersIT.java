package org.grievances.contract;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that headers by which a proxy says whom it forwards for count for nothing from a caller who
 * is no configured proxy, and that no address in a response names a host.
 */
@ExtendWith(RunningServer.Resolver.class)
class ForwardedHeadersIT {
  private static final String DATABASE = "gamma";
  private static final String LIST = "/vbasoftware/grievances";

  /** More than an address may send at once, and more than it may while they are answered. */
  private static final int MANY = 500;

  private static RequestSpecification forwarded(RequestSpecification request) {
    return request
        .header("Host", "evil.example")
        .header("Forwarded", "for=192.0.2.1;host=evil.example;proto=http")
        .header("X-Forwarded-For", "192.0.2.1")
        .header("X-Forwarded-Host", "evil.example")
        .header("X-Forwarded-Proto", "http")
        .header("X-Forwarded-Port", "81")
        .header("$WSRA", "192.0.2.1")
        .header("$WSRH", "evil.example")
        .header("$WSSN", "evil.example")
        .header("$WSSP", "81")
        .header("$WSSC", "http")
        .header("$WSIS", "false")
        .header("$WSPR", "HTTP/1.0")
        .header("$WSRU", "admin");
  }

  @Test
  void locationOfACreatedRecordNamesNoHost(RunningServer server) {
    int key = -7_700_001;
    forwarded(server.to(DATABASE))
        .body("{\"grievance_Key\": %d}".formatted(key))
        .post("/vbasoftware/grievances")
        .then()
        .statusCode(201)
        .header("Location", equalTo("/vbasoftware/grievances/" + key));
    forwarded(server.to(DATABASE))
        .body("{}")
        .put("/vbasoftware/grievances/" + key)
        .then()
        .statusCode(200)
        .header("Content-Location", equalTo("/vbasoftware/grievances/" + key));
    server.to(DATABASE).delete("/vbasoftware/grievances/" + key).then().statusCode(204);
  }

  @Test
  void locationOfAJobNamesNoHost(RunningServer server) {
    forwarded(server.to(DATABASE))
        .header("Prefer", "respond-async")
        .body("[]")
        .put(RunningServer.BATCH)
        .then()
        .statusCode(202)
        .header("Location", startsWith("/vbasoftware/jobs/"));
  }

  @Test
  void linkToTheNextPageNamesNoHostAndLeadsThere(RunningServer server) {
    server
        .to("listed-derby")
        .body("[{\"grievance_Key\":-7700002},{\"grievance_Key\":-7700003}]")
        .put(RunningServer.BATCH)
        .then()
        .statusCode(207);
    for (String query : new String[] {"", "?pageSize=1", "?pageSize=1&sortBy=call_Key:desc"}) {
      String link = forwarded(server.to("listed-derby")).get(LIST + query).header("Link");
      if (!query.isEmpty()) {
        assertTrue(link.startsWith("</vbasoftware/grievances?"), link);
        String next = link.substring(1, link.indexOf('>'));
        server.to("listed-derby").urlEncodingEnabled(false).get(next).then().statusCode(200);
      }
    }
    server
        .to("listed-derby")
        .body("[{\"grievance_Key\":-7700002},{\"grievance_Key\":-7700003}]")
        .delete(RunningServer.BATCH)
        .then()
        .statusCode(207);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/console", "//evil.example/..%2fconsole", "//evil.example/console"})
  void redirectLeadsToAPathOfThisServer(String path, RunningServer server) throws IOException {
    String response = raw(server, "127.0.0.1", request(path, "Host: evil.example\r\n"));
    String location =
        response
            .lines()
            .filter(line -> line.startsWith("Location: "))
            .findFirst()
            .orElse("Location: /console/");
    assertTrue(location.equals("Location: /console/"), response);
  }

  /** The limits by address would be none if a caller could make up an address. */
  @Test
  void callersAddressCannotBeMadeUp(RunningServer server) throws IOException {
    StringBuilder all = new StringBuilder();
    for (int number = 0; number < MANY; number++) {
      String address = "198.51.100." + number % 250;
      all.append(
          request(
              "/vbasoftware/console-session",
              "Host: localhost\r\nX-Requested-With: grievances-console\r\nX-Forwarded-For: %1$s\r\n"
                      .formatted(address)
                  + "Forwarded: for=%1$s\r\n$WSRA: %1$s\r\n".formatted(address)));
    }
    all.append(request("/console/", "Host: localhost\r\nConnection: close\r\n"));
    String answers = raw(server, "127.0.0.4", all.toString());
    assertTrue(answers.contains("HTTP/1.1 200"), "none is answered");
    assertTrue(answers.contains("HTTP/1.1 429"), "the address is not limited");
  }

  private static String request(String path, String headers) {
    return "GET %s HTTP/1.1\r\nUser-Agent: %s\r\n%s%s\r\n"
        .formatted(
            path,
            UUID.randomUUID(),
            headers,
            headers.contains("X-Requested") || headers.contains("close")
                ? ""
                : "Connection: close\r\n");
  }

  private static String raw(RunningServer server, String from, String requests) throws IOException {
    try (Socket socket =
        new Socket(
            InetAddress.getLoopbackAddress(), server.httpPort(), InetAddress.getByName(from), 0)) {
      socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
