package org.grievances.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.http.Cookie;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.grievances.server.RunningServer;
import org.grievances.server.Secrets;
import org.grievances.server.SentContents;
import org.grievances.server.ServerLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Security events and refused requests are found in the log by the activity id of the response. */
@ExtendWith(RunningServer.Resolver.class)
class AuditLogIT {
  private static final String BASE = "/vbasoftware/";
  private static final String SESSION = BASE + "console-session";
  private static final String COOKIE = "__Host-grievances";

  /** What nobody but a forger writes into a log. */
  private static final String FORGED = "forged4712";

  private static final Pattern ACTIVITY_ID = Pattern.compile("(?i)activity-id: (\\S+)");

  private static ServerLog log(RunningServer server) {
    return ServerLog.of(server.server().directory());
  }

  private static JsonObject line(RunningServer server, String event, Response response) {
    return log(server).await(event, response.header("activity-id"));
  }

  private static RequestSpecification client(RunningServer server) {
    return server
        .plain()
        .header("x-api-key", server.secrets().apiKey())
        .header("vbasoftware-client-id", Secrets.CLIENT)
        .header("vbasoftware-client-code", server.secrets().clientCode())
        .header("vbasoftware-database", "alpha");
  }

  private static Response signIn(RunningServer server, String user, String password) {
    String credentials =
        Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    return client(server)
        .header("Authorization", "Basic " + credentials)
        .post(BASE + "user-authentication");
  }

  private static Response signInToConsole(RunningServer server, String user, String password) {
    String body =
        Json.createObjectBuilder().add("user", user).add("password", password).build().toString();
    return server
        .plain()
        .header("X-Requested-With", "grievances-console")
        .contentType("application/json")
        .body(body)
        .post(SESSION);
  }

  private static void assertFields(JsonObject line, String... namesAndValues) {
    for (int at = 0; at < namesAndValues.length; at += 2) {
      assertEquals(
          namesAndValues[at + 1],
          line.getString("ext_" + namesAndValues[at], null),
          line::toString);
    }
  }

  @Test
  void signInToTheApiIsLogged(RunningServer server) {
    JsonObject line = line(server, "sign-in", signIn(server, "reader", RunningServer.PASSWORD));
    assertFields(line, "user", "reader", "client", Secrets.CLIENT, "database", "alpha");
    assertFields(line, "address", "127.0.0.1");
    assertEquals("org.grievances.audit", line.getString("module"));
    assertTrue(
        line.getString("message").contains("A user signed in. event=\"sign-in\""), line::toString);
  }

  @Test
  void signInToTheConsoleAndItsEndAreLogged(RunningServer server) {
    Response begun = signInToConsole(server, "reader", RunningServer.PASSWORD);
    assertFields(
        line(server, "sign-in", begun), "user", "reader", "client", "console", "by", "password");
    assertFields(line(server, "session-ended", end(server, begun, "")), "user", "reader");
    Response other = signInToConsole(server, "reader", RunningServer.PASSWORD);
    JsonObject everywhere =
        line(server, "sessions-ended-everywhere", end(server, other, "?everywhere=true"));
    assertFields(everywhere, "user", "reader", "client", "console");
  }

  private static Response end(RunningServer server, Response begun, String query) {
    Cookie cookie = begun.detailedCookie(COOKIE);
    return server
        .plain()
        .header("X-Requested-With", "grievances-console")
        .cookie(cookie)
        .delete(SESSION + query);
  }

  @Test
  void failedSignInOfAUserNamesTheUser(RunningServer server) {
    Response refused = signIn(server, "admin", "wrong");
    JsonObject line = line(server, "sign-in-failed", refused);
    assertFields(line, "user", "admin", "client", Secrets.CLIENT, "status", "401");
    assertFields(line, "problem", "password-refused", "path", "/vbasoftware/user-authentication");
    assertEquals(1, linesOf(server, refused).size());
  }

  private static List<JsonObject> linesOf(RunningServer server, Response response) {
    try {
      return log(server).of(response.header("activity-id")).stream()
          .filter(line -> line.containsKey("ext_event"))
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void nameThatNoUserHasIsLoggedAsAHashOnly(RunningServer server) throws IOException {
    String typed = Secrets.randomText();
    JsonObject first = line(server, "sign-in-failed", signIn(server, typed, "wrong"));
    JsonObject again = line(server, "sign-in-failed", signInToConsole(server, typed, "wrong"));
    JsonObject other = line(server, "sign-in-failed", signIn(server, typed + "x", "wrong"));
    assertFields(first, "user", null);
    assertEquals(first.getString("ext_attempt"), again.getString("ext_attempt"));
    assertNotEquals(first.getString("ext_attempt"), other.getString("ext_attempt"));
    assertFalse(server.logs().contains(typed));
  }

  /** Also at the server's own pages, whose users are the same. */
  @Test
  void passwordTypedAsTheUserNameIsNotLogged(RunningServer server) throws IOException {
    SentContents.OF_THE_RUN.add(RunningServer.PASSWORD);
    String password = RunningServer.PASSWORD;
    line(server, "sign-in-failed", signIn(server, password, "reader"));
    line(server, "sign-in-failed", signInToConsole(server, password, "reader"));
    server.plain().auth().preemptive().basic(password, "reader").get("/metrics");
    assertFalse(server.logs().contains(password));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"read.r", "re*", "[r]eader", "reader|x", "(((((.*)*)*)*)*)*!", ".+.+.+.+!"})
  void nameIsNotAPattern(String user, RunningServer server) {
    Response refused =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20), () -> signIn(server, user, RunningServer.PASSWORD));
    assertEquals(401, refused.statusCode());
  }

  @Test
  void throttledSignInIsLogged(RunningServer server) {
    String user = "throttled-" + Secrets.randomText();
    Response throttled =
        IntStream.range(0, 30)
            .parallel()
            .mapToObj(attempt -> signIn(server, user, "wrong"))
            .filter(response -> response.statusCode() == 429)
            .findAny()
            .orElseThrow();
    JsonObject line = line(server, "sign-in-throttled", throttled);
    assertFields(line, "client", Secrets.CLIENT, "user", null);
    assertEquals(8, line.getString("ext_attempt").length());
  }

  @Test
  void continuedReusedAndEndedSessionsAreLogged(RunningServer server) {
    Response begun = signIn(server, "writer", RunningServer.PASSWORD);
    Response refreshed = refresh(server, begun);
    assertFields(line(server, "token-refreshed", refreshed), "user", "writer", "database", "alpha");
    refresh(server, refreshed);
    Response reused = refresh(server, begun);
    assertEquals(401, reused.statusCode());
    assertFields(
        line(server, "refresh-reused", reused), "user", "writer", "client", Secrets.CLIENT);
    assertFields(line(server, "refresh-refused", reused), "user", "writer", "status", "401");

    Response next = signIn(server, "writer", RunningServer.PASSWORD);
    Response ended =
        server
            .credentials(server.secrets().apiKey(), token(next, "accessToken"))
            .header("vbasoftware-database", "alpha")
            .post(BASE + "logout");
    assertFields(line(server, "session-ended", ended), "user", "writer", "database", "alpha");
  }

  private static Response refresh(RunningServer server, Response tokens) {
    return client(server)
        .header("expired-id-token", token(tokens, "idToken"))
        .header("refresh-token", token(tokens, "refreshToken"))
        .post(BASE + "user-refresh-tokens");
  }

  private static String token(Response tokens, String name) {
    return tokens.path("data.authenticationResult." + name);
  }

  @Test
  void refusedCredentialsRolesAndDatabasesAreLogged(RunningServer server) {
    String key = server.secrets().apiKey();
    Response noKey = server.credentials("unknown", "x").get(BASE + "grievances/4711");
    assertFields(line(server, "api-key-refused", noKey), "client", null, "address", "127.0.0.1");
    assertFields(line(server, "api-key-refused", noKey), "path", "/vbasoftware/grievances/…");
    Response noToken = server.credentials(key, "x").get(BASE + "grievances/4711");
    assertFields(line(server, "token-refused", noToken), "client", Secrets.CLIENT, "status", "401");
    Response noRole = server.to("alpha", "grievance-reader").delete(BASE + "grievances/4711");
    assertFields(
        line(server, "role-refused", noRole), "user", RunningServer.USER, "method", "DELETE");
    assertFields(line(server, "role-refused", noRole), "database", "alpha");
    Response noDatabase =
        server
            .credentials(RunningServer.ALPHA_KEY, server.token("grievance-reader"))
            .header("vbasoftware-database", "beta")
            .get(BASE + "grievances/4711");
    JsonObject line = line(server, "database-refused", noDatabase);
    assertFields(line, "client", "alpha-only", "database", "beta", "user", RunningServer.USER);
    assertFields(line, "path", "/vbasoftware/grievances/{grievanceKey}");
    Response otherSite = server.plain().header("Sec-Fetch-Site", "cross-site").get(SESSION);
    assertFields(line(server, "cross-site-request-refused", otherSite), "status", "403");
    Response noSession =
        server
            .plain()
            .header("X-Requested-With", "grievances-console")
            .cookie(COOKIE, "YWxwaGE.unknown")
            .get(BASE + "grievances");
    assertFields(line(server, "session-refused", noSession), "client", "console");
  }

  @Test
  void requestBeyondTheRateIsLogged(RunningServer server) {
    Response limited = null;
    while (limited == null || limited.statusCode() != 429) {
      limited =
          server
              .credentials(RunningServer.SLOW_KEY, server.token("grievance-reader"))
              .header("vbasoftware-database", "alpha")
              .get(BASE + "grievance-statuses");
    }
    assertFields(line(server, "rate-limited", limited), "client", "slow", "status", "429");
  }

  @ParameterizedTest
  @CsvSource({
    "GET,    /vbasoftware/grievances/-4711,               404, /vbasoftware/grievances/{grievanceKey}, record-unknown",
    "GET,    /vbasoftware/grievances?grievance_Key=x,     400, /vbasoftware/grievances,       malformed-request",
    "GET,    /vbasoftware/grievances/1/2/3/4,             404, /vbasoftware/grievances/…,     not-found",
    "PATCH,  /vbasoftware/grievances,                     405, /vbasoftware/grievances,       method-not-allowed",
    "GET,    /console/SECRET-79.js,                       404, /console/…,                    not-found",
    "GET,    /SECRET-79,                                  404, /…,                            not-found",
  })
  void refusedRequestIsFoundByItsActivityId(
      String method, String path, int status, String logged, String problem, RunningServer server)
      throws IOException {
    Response refused = server.to("alpha", "grievance-reader").request(method, path);
    assertEquals(status, refused.statusCode());
    JsonObject line = line(server, "request-refused", refused);
    assertFields(line, "method", method, "path", logged, "status", "" + status, "problem", problem);
    assertFields(line, "address", "127.0.0.1");
    assertEquals(1, linesOf(server, refused).size());
    assertTrue(log(server).messages().contains("[activity " + refused.header("activity-id")));
    assertFalse(server.logs().contains("SECRET-79"));
  }

  @Test
  void requestToADatabaseThatIsDownIsFoundByItsActivityId(RunningServer server) {
    Response refused = server.to("absent").get(BASE + "grievances");
    assertEquals(503, refused.statusCode());
    assertFields(line(server, "request-refused", refused), "database", "absent", "status", "503");
  }

  @Test
  void successfulRequestHasNoLine(RunningServer server) {
    Response list = server.to("alpha", "grievance-reader").get(BASE + "grievance-statuses");
    assertEquals(200, list.statusCode());
    assertEquals(List.of(), linesOf(server, list));
  }

  @Test
  void exportIsLoggedWithTheNamesOfItsFiltersOnly(RunningServer server) throws IOException {
    server
        .to("alpha")
        .body("[{\"grievance_Key\":7790001,\"subscriber_ID\":\"SECRET80\"}]")
        .put(RunningServer.BATCH)
        .then()
        .statusCode(207);
    Response export =
        server
            .to("alpha", "grievance-reader")
            .queryParam("subscriber_ID", "SECRET80")
            .get(BASE + "grievances/export");
    assertEquals(200, export.statusCode(), export.asString());
    JsonObject started = line(server, "export-started", export);
    assertFields(
        started, "user", RunningServer.USER, "client", Secrets.CLIENT, "database", "alpha");
    assertFields(started, "exported", "grievances", "parameters", "subscriber_ID");
    assertFields(line(server, "export-ended", export), "lines", "1", "outcome", "complete");
    assertFalse(server.logs().contains("SECRET80"));
  }

  /** The records are more than the buffers on the way take, and the caller reads none of them. */
  @Test
  void exportThatIsBrokenOffIsLoggedAsSuch(RunningServer server) throws IOException {
    String database = "faults-derby";
    String items =
        IntStream.range(7_791_000, 7_795_000)
            .mapToObj(
                key ->
                    "{\"grievance_Key\":%d,\"issue\":\"%s\"}"
                        .formatted(key, SentContents.MARKER.repeat(200)))
            .collect(Collectors.joining(",", "[", "]"));
    server.to(database).body(items).put(RunningServer.BATCH).then().statusCode(207);
    String id;
    try (Socket socket = connect(server)) {
      socket.setReceiveBufferSize(4_096);
      write(
          socket,
          "GET /vbasoftware/grievances/export HTTP/1.1",
          "User-Agent: x",
          "x-api-key: " + server.secrets().apiKey(),
          "Authorization: Bearer " + server.token("grievance-reader"),
          "vbasoftware-database: " + database);
      String head = new String(socket.getInputStream().readNBytes(600), StandardCharsets.UTF_8);
      id = ACTIVITY_ID.matcher(head).results().findFirst().orElseThrow().group(1);
      socket.setSoLinger(true, 0);
    }
    assertFields(log(server).await("export-ended", id), "outcome", "broken-off");
  }

  @Test
  void resultOfAJobIsLoggedAsAnExport(RunningServer server) {
    Response job =
        server
            .to("alpha")
            .header("Prefer", "respond-async")
            .body("[{\"grievance_Key\":7790002}]")
            .put(RunningServer.BATCH);
    assertEquals(202, job.statusCode());
    String address = URI.create(job.header("Location")).getPath();
    Response result =
        Awaitility.await("its end")
            .until(
                () -> server.to("alpha").get(address + "/succeeded"),
                response -> !response.asString().isEmpty());
    JsonObject ended = line(server, "export-ended", result);
    assertFields(ended, "lines", "1", "outcome", "complete", "database", "alpha");
    assertTrue(ended.getString("ext_exported").endsWith("succeeded"), ended::toString);
  }

  /** Beyond a number of lines a second, refused requests are counted. */
  @Test
  void floodOfLoggedRequestsIsCounted(RunningServer server) throws IOException {
    Set<String> ids = new HashSet<>();
    Awaitility.await("a line that is left out")
        .atMost(60, TimeUnit.SECONDS)
        .until(
            () -> {
              ids.addAll(flood(server));
              return linesAbout(server, ids) < ids.size() && leftOut(server) > 0;
            });
    Awaitility.await("the counts of the last second")
        .atMost(20, TimeUnit.SECONDS)
        .until(() -> linesAbout(server, ids) + leftOut(server) >= ids.size());
  }

  /** Sends requests without a key, as fast as one client can. */
  private static List<String> flood(RunningServer server) {
    URI address = URI.create("http://localhost:" + server.httpPort() + BASE + "grievances");
    HttpRequest request = HttpRequest.newBuilder(address).header("User-Agent", "flood").build();
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    return Stream.generate(() -> client.sendAsync(request, BodyHandlers.discarding()))
        .limit(1_000)
        .toList()
        .stream()
        .map(response -> response.join().headers().firstValue("activity-id").orElseThrow())
        .toList();
  }

  private static long linesAbout(RunningServer server, Set<String> ids) throws IOException {
    return log(server).linesWith("\"ext_event\":\"api-key-refused\"").stream()
        .filter(line -> ids.contains(line.getString("ext_activityId")))
        .count();
  }

  private static long leftOut(RunningServer server) throws IOException {
    Pattern count = Pattern.compile("401 api-key-refused=(\\d+)");
    return log(server).linesWith("\"ext_event\":\"lines-left-out\"").stream()
        .flatMap(line -> count.matcher(line.getString("ext_leftOut")).results())
        .mapToLong(found -> Long.parseLong(found.group(1)))
        .sum();
  }

  /** What a line of the log may not begin with, and may not contain. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /vbasoftware/%0d%0aforged4712 HTTP/1.1",
        "GET /%0d%0aforged4712 HTTP/1.1",
        "GET /%1b[31mforged4712 HTTP/1.1",
        "GET /console/%0aforged4712 HTTP/1.1",
        "GET /console/%00forged4712 HTTP/1.1",
        "GET /console/..%2f..%2fforged4712 HTTP/1.1",
        "GET /metrics/%0aforged4712 HTTP/1.1",
        "GET /health/%0aforged4712 HTTP/1.1",
        "GET /openapi/%0aforged4712 HTTP/1.1",
        "GET /openapi?format=%0aforged4712 HTTP/1.1",
        "GET /ibm/api/%0aforged4712 HTTP/1.1",
        "GET /%E2%80%AEforged4712 HTTP/1.1",
        "GET /WEB-INF/forged4712 HTTP/1.1",
        "GET /%zzforged4712 HTTP/1.1",
        "GET //forged4712/..;x=y/ HTTP/1.1",
        "GET /../../forged4712 HTTP/1.1",
        "GET /;forged4712=%0a HTTP/1.1",
        "GET /?%0aforged4712=%zz HTTP/1.1",
        "GET http://forged4712/vbasoftware/x HTTP/1.1",
        "GET http://localhost:99999999/forged4712 HTTP/1.1",
        "FORGED4712\u001b /vbasoftware/grievances HTTP/1.1",
        "FORGED4712 /console/ HTTP/1.1",
        "GET /vbasoftware/x HTTP/forged4712",
        "GET /vbasoftware/x\tforged4712 HTTP/1.1",
        "GET / HTTP/1.1|Host: forged4712\u001b:99999999",
        "GET /vbasoftware/x HTTP/1.1|X-Forwarded-For: forged4712|Forwarded: for=forged4712",
        "GET /vbasoftware/x HTTP/1.1|Content-Length: forged4712",
        "POST /vbasoftware/x HTTP/1.1|Transfer-Encoding: forged4712",
        "GET /vbasoftware/x HTTP/1.1|x-api-key: forged4712\u001b[2J|User-Agent: forged4712",
        "GET /vbasoftware/x HTTP/1.1|Cookie: __Host-grievances=forged4712\u001b; JSESSIONID=forged4712",
        "GET /console/sign-in/callback?error=%0aforged4712&state=forged4712 HTTP/1.1",
        "GET /vbasoftware/x HTTP/1.1|traceparent: forged4712|baggage: forged4712=%0a",
        "GET /vbasoftware/x HTTP/1.1|Accept-Language: forged4712|Accept: forged4712/\u0001",
        "GET /vbasoftware/x HTTP/1.1|Authorization: Basic Zm9yZ2VkNDcxMg0KOng=",
        "GET /metrics HTTP/1.1|Authorization: Basic Zm9yZ2VkNDcxMg0KOng=",
        "GET /metrics HTTP/1.1|Authorization: Bearer forged4712",
        "GET /vbasoftware/x HTTP/1.1|forged4712\u0001: x",
        "GET /vbasoftware/x HTTP/1.1|: forged4712",
        "GET /vbasoftware/x HTTP/1.1|Expect: forged4712",
        "GET /vbasoftware/x HTTP/1.1|Upgrade: forged4712|Connection: upgrade",
      })
  void logHoldsNoTextThatACallerMadeUp(String head, RunningServer server) throws Throwable {
    assertNotForgedBy(() -> send(server, head), server);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "forged4712\r\n[2026-11-29T00:00:00.000+0000] 00000001 forged4712",
        "forged4712\u001b[2J",
        "forged4712\u202e",
        "forged4712\u2028",
        "forged4712\",\"ext_user\":\"admin",
        "cn=forged4712,ou=\u0000",
      })
  void logHoldsNoUserNameThatACallerMadeUp(String user, RunningServer server) throws Throwable {
    assertNotForgedBy(() -> assertEquals(401, signIn(server, user, "wrong").statusCode()), server);
    assertNotForgedBy(
        () -> assertEquals(401, signInToConsole(server, user, "wrong").statusCode()), server);
  }

  /** What the server logs meanwhile does not hold the text, in whichever case. */
  private static void assertNotForgedBy(Executable request, RunningServer server) throws Throwable {
    ServerLog log = log(server);
    int messages = log.messages().length();
    int console = log.console().length();
    request.execute();
    String logged = log.messages().substring(messages) + log.console().substring(console);
    assertFalse(logged.toLowerCase(Locale.ROOT).contains(FORGED), logged);
  }

  private static Socket connect(RunningServer server) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.httpPort());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static void send(RunningServer server, String head) throws IOException {
    try (Socket socket = connect(server)) {
      write(socket, head.split("\\|"));
      socket.getInputStream().readAllBytes();
    }
  }

  private static void write(Socket socket, String... head) throws IOException {
    String lines = String.join("\r\n", head);
    String host = lines.contains("Host:") ? "" : "\r\nHost: localhost";
    socket
        .getOutputStream()
        .write(
            (lines + host + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }
}
