package org.grievances.contract;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.grievances.server.ClassOrder;
import org.grievances.server.RunningServer;
import org.grievances.server.Secrets;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests sign-in, refresh and logout, on Derby and PostgreSQL. */
@ExtendWith(RunningServer.Resolver.class)
@Order(ClassOrder.LONG)
class SignInIT {
  private static final String BASE = "/vbasoftware/";
  private static final String DERBY = "alpha";
  private static final String POSTGRESQL = "delta";

  /** The tokens that a sign-in or a refresh returns. */
  record Tokens(String access, String id, String refresh) {

    static Tokens of(Response response) {
      Map<String, Object> result = response.path("data.authenticationResult");
      return new Tokens(
          result.get("accessToken").toString(),
          result.get("idToken").toString(),
          result.get("refreshToken").toString());
    }
  }

  private static RequestSpecification client(RunningServer server, String database) {
    return server
        .plain()
        .header("x-api-key", server.secrets().apiKey())
        .header("vbasoftware-client-id", Secrets.CLIENT)
        .header("vbasoftware-client-code", server.secrets().clientCode())
        .header("vbasoftware-database", database);
  }

  private static Response signIn(
      RunningServer server, String database, String user, String password) {
    return client(server, database)
        .auth()
        .preemptive()
        .basic(user, password)
        .post(BASE + "user-authentication");
  }

  private static Tokens signInForTokens(RunningServer server, String database, String user) {
    Response response = signIn(server, database, user, RunningServer.PASSWORD);
    response.then().statusCode(200);
    return Tokens.of(response);
  }

  private static Response refresh(RunningServer server, String database, Tokens tokens) {
    return client(server, database)
        .header("expired-id-token", tokens.id())
        .header("refresh-token", tokens.refresh())
        .post(BASE + "user-refresh-tokens");
  }

  private static RequestSpecification withToken(
      RunningServer server, String database, String token) {
    return server
        .credentials(server.secrets().apiKey(), token)
        .header("vbasoftware-database", database)
        .contentType("application/json");
  }

  private static int statusOfList(RunningServer server, String database, String token) {
    return withToken(server, database, token).get(BASE + "grievances?pageSize=1").statusCode();
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL})
  void theTokensOfASignInAuthorizeRequests(String database, RunningServer server) {
    Response response = signIn(server, database, "writer", RunningServer.PASSWORD);
    response
        .then()
        .statusCode(200)
        .header("Cache-Control", "no-store")
        .body("error", nullValue())
        .body("data.authenticationResult.expiresIn", equalTo(86_400))
        .body("data", hasKey("challengeName"))
        .body("data.challengeName", nullValue())
        .body("data.session", nullValue());
    Tokens tokens = Tokens.of(response);
    for (String token : List.of(tokens.id(), tokens.access())) {
      withToken(server, database, token)
          .body("[{\"grievance_Key\":7700001}]")
          .put(RunningServer.BATCH)
          .then()
          .statusCode(207);
      withToken(server, database, token)
          .get(BASE + "grievances/7700001")
          .then()
          .body("data.update_User", equalTo("writer"));
    }
  }

  @Test
  void groupsLimitForWhichDatabasesAUserGetsTokens(RunningServer server) {
    String user = RunningServer.USER_OF_BETA;
    signIn(server, DERBY, user, RunningServer.PASSWORD)
        .then()
        .statusCode(403)
        .body("error.type", containsString("database-forbidden"));
    Tokens tokens = signInForTokens(server, "beta", user);
    assertEquals(200, statusOfList(server, "beta", tokens.id()));
    assertEquals(200, refresh(server, "beta", tokens).statusCode());
  }

  @Test
  void aTokenIsLimitedToItsDatabaseAndTheRolesOfItsUser(RunningServer server) {
    Tokens reader = signInForTokens(server, DERBY, "reader");
    assertEquals(200, statusOfList(server, DERBY, reader.id()));
    assertEquals(403, statusOfList(server, POSTGRESQL, reader.id()));
    withToken(server, DERBY, reader.id())
        .body("[]")
        .put(RunningServer.BATCH)
        .then()
        .statusCode(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL})
  void reusingARefreshTokenEndsItsSession(String database, RunningServer server) {
    Tokens first = signInForTokens(server, database, "reader");
    Tokens second = refreshForTokens(server, database, first);
    assertNotEquals(first.refresh(), second.refresh());
    assertEquals(200, statusOfList(server, database, first.id()));
    assertEquals(200, statusOfList(server, database, second.id()));
    Tokens third = refreshForTokens(server, database, second);

    assertReuseEndsSession(first, third, server, database);
  }

  private static Tokens refreshForTokens(RunningServer server, String database, Tokens tokens) {
    Response response = refresh(server, database, tokens);
    response.then().statusCode(200);
    return Tokens.of(response);
  }

  /** Reuses an old refresh token, and checks that no token of its session works any longer. */
  private static void assertReuseEndsSession(
      Tokens reused, Tokens other, RunningServer server, String database) {
    refresh(server, database, reused)
        .then()
        .statusCode(401)
        .body(containsString("problems/refresh-refused"));
    for (String token : List.of(reused.id(), other.id(), other.access())) {
      assertEquals(401, statusOfList(server, database, token));
    }
    refresh(server, database, other).then().statusCode(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL})
  void aRefreshTokenWorksAgainIfItsResponseWasLost(String database, RunningServer server) {
    Tokens first = signInForTokens(server, database, "reader");
    Tokens lost = refreshForTokens(server, database, first);
    Tokens second = refreshForTokens(server, database, first);
    assertEquals(200, statusOfList(server, database, second.id()));
    Tokens third = refreshForTokens(server, database, second);
    assertEquals(200, statusOfList(server, database, third.id()));

    assertReuseEndsSession(lost, third, server, database);
  }

  @Test
  void aRefreshTokenDoesNotWorkAgainAfter30Seconds(RunningServer server)
      throws InterruptedException {
    Tokens first = signInForTokens(server, POSTGRESQL, "reader");
    Tokens second = refreshForTokens(server, POSTGRESQL, first);
    Thread.sleep(31_000);

    assertReuseEndsSession(first, second, server, POSTGRESQL);
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL})
  void concurrentRefreshesSucceedButOnlyOneContinuesTheSession(
      String database, RunningServer server) throws Exception {
    Tokens tokens = signInForTokens(server, database, "reader");
    ExecutorService executor = Executors.newFixedThreadPool(4);
    try {
      Callable<Tokens> call = () -> refreshForTokens(server, database, tokens);
      List<Tokens> granted = new ArrayList<>();
      for (Future<Tokens> each : executor.invokeAll(Collections.nCopies(4, call))) {
        granted.add(each.get());
      }
      Tokens next = refreshForTokens(server, database, granted.get(2));
      assertReuseEndsSession(granted.get(0), next, server, database);
    } finally {
      executor.shutdown();
    }
  }

  @Test
  void aRefreshTokenWorksOnlyWithItsIdTokenAndDatabase(RunningServer server) {
    Tokens one = signInForTokens(server, DERBY, "reader");
    Tokens other = signInForTokens(server, DERBY, "reader");
    Tokens mixed = new Tokens(one.access(), one.id(), other.refresh());
    refresh(server, DERBY, mixed).then().statusCode(401);
    refresh(server, POSTGRESQL, other).then().statusCode(401);
    refresh(server, DERBY, new Tokens("", one.id(), UUID.randomUUID().toString()))
        .then()
        .statusCode(401);
    client(server, DERBY).post(BASE + "user-refresh-tokens").then().statusCode(401);
    refresh(server, DERBY, other).then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL})
  void aLogoutEndsOnlyItsOwnSession(String database, RunningServer server) {
    Tokens tokens = signInForTokens(server, database, "admin");
    Tokens another = signInForTokens(server, database, "admin");
    withToken(server, database, tokens.access()).post(BASE + "logout").then().statusCode(204);
    assertEquals(401, statusOfList(server, database, tokens.id()));
    withToken(server, database, tokens.id()).post(BASE + "logout").then().statusCode(401);
    refresh(server, database, tokens).then().statusCode(401);
    assertEquals(200, statusOfList(server, database, another.id()));
  }

  @Test
  void aTokenWithoutSessionCannotLogOut(RunningServer server) {
    withToken(server, DERBY, server.token("grievance-admin"))
        .post(BASE + "logout")
        .then()
        .statusCode(400)
        .body("error.detail", containsString("belongs to no session"));
  }

  @Test
  void wrongPasswordsAndUnknownUsersGetTheSameResponseAndAreThrottled(RunningServer server) {
    String wrong = Secrets.randomText();
    for (String user : List.of(RunningServer.GUESSED_USER, "nobody-" + wrong)) {
      for (int i = 0; i < 5; i++) {
        signIn(server, DERBY, user, wrong)
            .then()
            .statusCode(401)
            .header("WWW-Authenticate", startsWith("Basic realm="))
            .body("error.type", equalTo("/vbasoftware/problems/password-refused"))
            .body(
                "error.detail",
                equalTo(
                    "Send a user and a password that belong together, as Authorization: Basic."));
      }
      Response throttled =
          Stream.generate(() -> signIn(server, DERBY, user, wrong))
              .limit(20)
              .filter(response -> response.statusCode() == 429)
              .findFirst()
              .orElseThrow();
      throttled.then().body("error.type", equalTo("/vbasoftware/problems/too-many-attempts"));
      assertFalse(throttled.header("Retry-After").isEmpty());
    }
  }

  @Test
  void aUserCanSignInWhileGuessesFromAnotherAddressAreThrottled(RunningServer server)
      throws Exception {
    String wrong = Secrets.randomText();
    Callable<String> guess = () -> signInFrom("127.0.0.2", server, "admin", wrong);
    Instant begun = Instant.now();
    ExecutorService executor = Executors.newFixedThreadPool(8);
    try {
      List<String> statuses = new ArrayList<>();
      for (Future<String> response : executor.invokeAll(Collections.nCopies(8, guess))) {
        statuses.add(response.get().split(" ")[1]);
      }
      long checked = statuses.stream().filter("401"::equals).count();
      long refilled = Duration.between(begun, Instant.now()).toSeconds() / 10;
      assertTrue(checked >= 5 && checked <= 5 + refilled, statuses.toString());
      assertEquals(8 - checked, statuses.stream().filter("429"::equals).count());
    } finally {
      executor.shutdown();
    }
    signInForTokens(server, DERBY, "admin");
    String other = signInFrom("127.0.0.2", server, "reader", RunningServer.PASSWORD);
    assertTrue(other.startsWith("HTTP/1.1 200 "), other);
  }

  /** Signs in from a local address, and returns the whole HTTP response. */
  private static String signInFrom(
      String address, RunningServer server, String user, String password) throws IOException {
    String basic = user + ":" + password;
    String request =
        """
        POST /vbasoftware/user-authentication HTTP/1.1\r
        Host: localhost\r
        Connection: close\r
        User-Agent: guesser\r
        x-api-key: %s\r
        vbasoftware-client-id: %s\r
        vbasoftware-client-code: %s\r
        vbasoftware-database: %s\r
        Authorization: Basic %s\r
        Content-Length: 0\r
        \r
        """
            .formatted(
                server.secrets().apiKey(),
                Secrets.CLIENT,
                server.secrets().clientCode(),
                DERBY,
                Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8)));
    InetAddress from = InetAddress.getByName(address);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.httpPort(), from, 0)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "everywhere, wrong, client-refused",
    "alpha-only, right, client-refused",
    "'',         right, client-refused",
    "everywhere, '',    client-refused",
  })
  void aWrongClientIdOrCodeIsRefused(
      String client, String code, String problem, RunningServer server) {
    String sent = code.equals("right") ? server.secrets().clientCode() : code;
    for (String path : List.of("user-authentication", "user-refresh-tokens")) {
      server
          .plain()
          .auth()
          .preemptive()
          .basic("reader", RunningServer.PASSWORD)
          .header("x-api-key", server.secrets().apiKey())
          .header("vbasoftware-client-id", client)
          .header("vbasoftware-client-code", sent)
          .header("vbasoftware-database", DERBY)
          .post(BASE + path)
          .then()
          .statusCode(401)
          .body(containsString("problems/" + problem));
    }
  }

  @Test
  void signInRequiresAnApiKeyForAnAvailableDatabase(RunningServer server) {
    server
        .plain()
        .header("x-api-key", RunningServer.ALPHA_KEY)
        .header("vbasoftware-database", "beta")
        .post(BASE + "user-authentication")
        .then()
        .statusCode(403);
    server.plain().post(BASE + "user-authentication").then().statusCode(401);
    client(server, "nowhere").post(BASE + "user-authentication").then().statusCode(404);
    client(server, "absent")
        .auth()
        .preemptive()
        .basic("reader", RunningServer.PASSWORD)
        .post(BASE + "user-authentication")
        .then()
        .statusCode(503);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Basic", "Basic !", "Basic cmVhZGVy", "Bearer x", "Basic OnB3"})
  void aMissingOrMalformedBasicHeaderIsRefused(String authorization, RunningServer server) {
    client(server, DERBY)
        .header("Authorization", authorization)
        .post(BASE + "user-authentication")
        .then()
        .statusCode(401)
        .header("WWW-Authenticate", startsWith("Basic realm="));
  }

  @Test
  void noPasswordOrTokenIsLogged(RunningServer server) throws IOException {
    Tokens tokens = signInForTokens(server, DERBY, "reader");
    refresh(server, DERBY, tokens).then().statusCode(200);
    String logs = server.logs();
    for (String secret :
        List.of(RunningServer.PASSWORD, tokens.id(), tokens.refresh(), tokens.access())) {
      assertFalse(logs.contains(secret));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL})
  void anAdministratorEndsTheSessionsOfAUser(String database, RunningServer server) {
    Tokens writer = signInForTokens(server, database, "writer");
    Tokens admin = signInForTokens(server, database, "admin");
    assertEquals(403, endSessions(server, database, writer.id(), "admin"));
    assertEquals(204, endSessions(server, database, admin.id(), "writer"));
    assertEquals(401, statusOfList(server, database, writer.id()));
    assertEquals(401, refresh(server, database, writer).statusCode());
    assertEquals(200, statusOfList(server, database, admin.id()));
  }

  private static int endSessions(RunningServer server, String database, String token, String user) {
    return withToken(server, database, token).delete(BASE + "user-sessions/" + user).statusCode();
  }

  @Test
  void anAdministratorOfOneDatabaseEndsNoSessionOfAnother(RunningServer server) throws Exception {
    Tokens here = signInForTokens(server, DERBY, "reader");
    Tokens there = signInForTokens(server, POSTGRESQL, "reader");
    String token =
        server
            .secrets()
            .sign(
                Secrets.claims(RunningServer.USER, "grievance-admin")
                    .claim("databases", List.of(POSTGRESQL))
                    .build());
    assertEquals(204, endSessions(server, POSTGRESQL, token, "reader"));
    assertEquals(200, statusOfList(server, DERBY, here.id()));
    assertEquals(401, statusOfList(server, POSTGRESQL, there.id()));
  }
}
