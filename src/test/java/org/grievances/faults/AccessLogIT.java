package org.grievances.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.grievances.server.SampleGrievances;
import org.grievances.server.Secrets;
import org.grievances.server.ServerLog;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Where an operator wants it, each request has one line, without anything that it contained. */
class AccessLogIT {
  private static final String ACCESS = "org.grievances.access";

  private static PrivateServer server;

  @BeforeAll
  static void startServer() throws Exception {
    server = PrivateServer.install("access", Map.of("grievances.access-log.enabled", "true"));
    server.start();
    server.awaitDatabase(PrivateServer.DERBY);
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.close();
  }

  private static List<JsonObject> lines(String activityId) throws IOException {
    return ServerLog.of(server.directory()).of(activityId).stream()
        .filter(line -> ACCESS.equals(line.getString("module", null)))
        .toList();
  }

  private static String activityId(HttpResponse<String> response) {
    return response.headers().firstValue("activity-id").orElseThrow();
  }

  private static HttpResponse<String> get(String path) {
    return server.exchange("GET", PrivateServer.DERBY, path, "");
  }

  private static JsonObject line(HttpResponse<String> response) {
    List<JsonObject> lines =
        Awaitility.await("the line")
            .atMost(Duration.ofSeconds(20))
            .until(() -> lines(activityId(response)), found -> !found.isEmpty());
    assertEquals(1, lines.size(), lines::toString);
    return lines.get(0);
  }

  private static void assertFields(JsonObject line, Map<String, String> fields) {
    fields.forEach(
        (name, value) -> assertEquals(value, line.getString("ext_" + name, null), line::toString));
  }

  @Test
  void batchHasItsClientStatusBytesAndDuration() {
    Instant before = Instant.now();
    HttpResponse<String> response =
        server.exchange(
            "PUT",
            PrivateServer.DERBY,
            PrivateServer.BATCH,
            new SampleGrievances(1).batch(1, 2000).toString());
    Instant after = Instant.now();
    JsonObject line = line(response);
    assertFields(
        line,
        Map.of(
            "method", "PUT",
            "path", "/vbasoftware/grievances-batch",
            "database", PrivateServer.DERBY,
            "client", Secrets.CLIENT,
            "status", "207",
            "bytes", Integer.toString(response.body().getBytes(StandardCharsets.UTF_8).length),
            "address", "127.0.0.1"));
    assertFalse(line.getString("ext_user").isEmpty());
    Instant received = Instant.parse(line.getString("ext_received"));
    assertFalse(received.isBefore(before.minusMillis(1)), line::toString);
    long millis = Long.parseLong(line.getString("ext_millis"));
    assertFalse(received.plusMillis(millis).isAfter(after), line::toString);
  }

  @Test
  void linesHaveNoKeysAndNoFilters() throws IOException {
    HttpResponse<String> one = get("grievances/987654321");
    HttpResponse<String> list = get("grievances?subscriber_ID=987654321&q=secret");
    HttpResponse<String> unknown = get("grievances/987654321/what");
    assertFields(
        line(one), Map.of("path", "/vbasoftware/grievances/{grievanceKey}", "status", "404"));
    assertFields(line(list), Map.of("path", "/vbasoftware/grievances", "status", "200"));
    assertFields(line(unknown), Map.of("path", "/vbasoftware/grievances/…", "status", "404"));
    assertFalse(ServerLog.of(server.directory()).console().contains("987654321"));
  }

  @Test
  void callerWithoutATokenIsKnownByItsKey() {
    JsonObject line = line(server.signIn("nowhere"));
    assertTrue(Integer.parseInt(line.getString("ext_status")) >= 400, line::toString);
    assertFalse(line.containsKey("ext_user"), line::toString);
  }

  @Test
  void proxyAndServerLogARequestWithOneId() throws Exception {
    Path directory = Path.of("target/servers/access-proxy");
    try (HaProxy proxy = server.startProxy(directory);
        Socket socket = server.connect(proxy.port())) {
      String request = server.head(PrivateServer.DERBY, server.apiKey(), "grievances/987654320");
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String id =
          new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
              .lines()
              .filter(line -> line.startsWith("activity-id: "))
              .map(line -> line.substring("activity-id: ".length()))
              .findFirst()
              .orElseThrow();
      Awaitility.await("the line of the server")
          .atMost(Duration.ofSeconds(20))
          .until(() -> lines(id).size() == 1);
      Awaitility.await("the line of the proxy")
          .atMost(Duration.ofSeconds(20))
          .until(
              () ->
                  Files.readString(directory.resolve("haproxy.log"))
                      .lines()
                      .anyMatch(line -> line.contains("GET 404") && line.endsWith("=" + id)));
    }
  }

  /** Collectors read them from the first on; the JVM writes its own before. */
  @Test
  void everyLineOfTheConsoleIsJson() throws IOException {
    List<String> lines =
        ServerLog.of(server.directory())
            .console()
            .lines()
            .filter(line -> !line.contains("Server VM warning: "))
            .toList();
    assertTrue(lines.get(0).contains("\"message\":\"Launching "), lines.get(0));
    assertEquals(List.of(), lines.stream().filter(line -> !line.startsWith("{\"type\"")).toList());
  }

  @Test
  void linesOfManyRequestsAreAllThere() throws IOException {
    List<String> ids =
        IntStream.range(0, 300).mapToObj(call -> activityId(get("grievances?pageSize=1"))).toList();
    Awaitility.await("the last line")
        .atMost(Duration.ofSeconds(20))
        .until(() -> !lines(ids.get(ids.size() - 1)).isEmpty());
    String console = ServerLog.of(server.directory()).console();
    assertTrue(ids.stream().allMatch(console::contains));
  }
}
