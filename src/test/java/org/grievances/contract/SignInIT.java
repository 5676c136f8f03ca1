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
import java.sql.SQLException;
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
import org.grievances.server.RunningServer;
import org.grievances.server.Secrets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Users sign in, stay signed in and sign out, alike on Derby and PostgreSQL. */
@ExtendWith(RunningServer.Resolver.class)
class SignInIT {
  private static final String BASE = "/vbasoftware/";
  private static final String DERBY = "alpha";
  private static final String POSTGRESQL = "delta";

  /** What a user has who signed in. */
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

  private static Tokens signedIn(RunningServer server, String database, String user) {
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

  private static RequestSpecification with(RunningServer server, String database, String token) {
    return server
        .credentials(server.secrets().apiKey(), token)
        .header("vbasoftware-database", database)
        .contentType("application/json");
  }

  private static int list(RunningServer server, String database, String token) {
    return with(server, database, token).get(BASE + "grievances?pageSize=1").statusCode();
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL})
  void whoSignsInCanCall(String database, RunningServer server) {
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
      with(server, database, token)
          .body("[{\"grievance_Key\":7700001}]")
          .put(RunningServer.BATCH)
          .then()
          .statusCode(207);
      with(server, database, token)
          .get(BASE + "grievances/7700001")
          .then()
          .body("data.update_User", equalTo("writer"));
    }
  }

  @Test
  void aTokenIsForItsDatabaseAndTheRolesOfItsUser(RunningServer server) {
    Tokens reader = signedIn(server, DERBY, "reader");
    assertEquals(200, list(server, DERBY, reader.id()));
    assertEquals(403, list(server, POSTGRESQL, reader.id()));
    with(server, DERBY, reader.id()).body("[]").put(RunningServer.BATCH).then().statusCode(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL})
  void aRefreshTokenWorksOnceAndUsedByTwoEndsItsSession(String database, RunningServer server) {
    Tokens first = signedIn(server, database, "reader");
    Tokens second = refreshed(server, database, first);
    assertNotEquals(first.refresh(), second.refresh());
    assertEquals(200, list(server, database, first.id()));
    assertEquals(200, list(server, database, second.id()));
    Tokens third = refreshed(server, database, second);

    checkEndedBy(first, third, server, database);
  }

  private static Tokens refreshed(RunningServer server, String database, Tokens tokens) {
    Response response = refresh(server, database, tokens);
    response.then().statusCode(200);
    return Tokens.of(response);
  }

  /** One that is used again after the other was used ends the session for both. */
  private static void checkEndedBy(
      Tokens again, Tokens other, RunningServer server, String database) {
    refresh(server, database, again)
        .then()
        .statusCode(401)
        .body(containsString("problems/refresh-refused"));
    for (String token : List.of(again.id(), other.id(), other.access())) {
      assertEquals(401, list(server, database, token));
    }
    refresh(server, database, other).then().statusCode(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL})
  void aRefreshTokenWorksAgainWhenItsAnswerWasLost(String database, RunningServer server) {
    Tokens first = signedIn(server, database, "reader");
    Tokens lost = refreshed(server, database, first);
    Tokens second = refreshed(server, database, first);
    assertEquals(200, list(server, database, second.id()));
    Tokens third = refreshed(server, database, second);
    assertEquals(200, list(server, database, third.id()));

    checkEndedBy(lost, third, server, database);
  }

  @Test
  void aRefreshTokenWorksAgainForAShortWhileOnly(RunningServer server) throws SQLException {
    Tokens first = signedIn(server, POSTGRESQL, "reader");
    Tokens second = refreshed(server, POSTGRESQL, first);
    server.execute("UPDATE refresh_tokens SET used = used - interval '31 seconds'");

    checkEndedBy(first, second, server, POSTGRESQL);
  }

  @ParameterizedTest
  @ValueSource(strings = {DERBY, POSTGRESQL})
  void ofManyWhoUseARefreshTokenAtOnceOneGoesOn(String database, RunningServer server)
      throws Exception {
    Tokens tokens = signedIn(server, database, "reader");
    ExecutorService executor = Executors.newFixedThreadPool(4);
    try {
      Callable<Tokens> call = () -> refreshed(server, database, tokens);
      List<Tokens> granted = new ArrayList<>();
      for (Future<Tokens> each : executor.invokeAll(Collections.nCopies(4, call))) {
        granted.add(each.get());
      }
      Tokens next = refreshed(server, database, granted.get(2));
      checkEndedBy(granted.get(0), next, server, database);
    } finally {
      executor.shutdown();
    }
  }

  @Test
  void aRefreshTokenIsGoodOnlyWithItsIdTokenWhereItWasMade(RunningServer server) {
    Tokens one = signedIn(server, DERBY, "reader");
    Tokens other = signedIn(server, DERBY, "reader");
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
  void whoSignsOutIsOut(String database, RunningServer server) {
    Tokens tokens = signedIn(server, database, "admin");
    Tokens another = signedIn(server, database, "admin");
    with(server, database, tokens.access()).post(BASE + "logout").then().statusCode(204);
    assertEquals(401, list(server, database, tokens.id()));
    with(server, database, tokens.id()).post(BASE + "logout").then().statusCode(401);
    refresh(server, database, tokens).then().statusCode(401);
    assertEquals(200, list(server, database, another.id()));
  }

  @Test
  void aTokenMadeElsewhereHasNoSessionToEnd(RunningServer server) {
    with(server, DERBY, server.token("grievance-admin"))
        .post(BASE + "logout")
        .then()
        .statusCode(400)
        .body("error.detail", containsString("belongs to no session"));
  }

  @Test
  void wrongPasswordsAreAnsweredAlikeAndSlowedDown(RunningServer server) {
    String wrong = Secrets.randomText();
    for (String user : List.of("writer", "nobody-" + wrong)) {
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
      Response slowed =
          Stream.generate(() -> signIn(server, DERBY, user, wrong))
              .limit(3)
              .filter(response -> response.statusCode() == 429)
              .findFirst()
              .orElseThrow();
      slowed.then().body("error.type", equalTo("/vbasoftware/problems/too-many-attempts"));
      assertFalse(slowed.header("Retry-After").isEmpty());
    }
  }

  @Test
  void whoKnowsThePasswordGetsInWhileOthersGuessItFromElsewhere(RunningServer server)
      throws Exception {
    String wrong = Secrets.randomText();
    Callable<String> guess = () -> signInFrom("127.0.0.2", server, "admin", wrong);
    ExecutorService executor = Executors.newFixedThreadPool(8);
    try {
      List<String> answers = new ArrayList<>();
      for (Future<String> answer : executor.invokeAll(Collections.nCopies(8, guess))) {
        answers.add(answer.get().split(" ")[1]);
      }
      answers.sort(null);
      assertEquals(List.of("401", "401", "401", "401", "401", "429", "429", "429"), answers);
    } finally {
      executor.shutdown();
    }
    signedIn(server, DERBY, "admin");
    String other = signInFrom("127.0.0.2", server, "reader", RunningServer.PASSWORD);
    assertTrue(other.startsWith("HTTP/1.1 200 "), other);
  }

  /** The first line of the answer to one who calls from this address. */
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
    try (Socket line = new Socket(InetAddress.getLoopbackAddress(), server.httpPort(), from, 0)) {
      line.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(line.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "everywhere, wrong, client-refused",
    "alpha-only, right, client-refused",
    "'',         right, client-refused",
    "everywhere, '',    client-refused",
  })
  void aClientIsKnownByItsIdAndCode(
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
  void anApiKeyOpensItsDatabasesOnly(RunningServer server) {
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
  void aPasswordComesAsBasic(String authorization, RunningServer server) {
    client(server, DERBY)
        .header("Authorization", authorization)
        .post(BASE + "user-authentication")
        .then()
        .statusCode(401)
        .header("WWW-Authenticate", startsWith("Basic realm="));
  }

  @Test
  void noPasswordOrTokenIsLogged(RunningServer server) throws IOException {
    Tokens tokens = signedIn(server, DERBY, "reader");
    refresh(server, DERBY, tokens).then().statusCode(200);
    String logs = server.logs();
    for (String secret :
        List.of(RunningServer.PASSWORD, tokens.id(), tokens.refresh(), tokens.access())) {
      assertFalse(logs.contains(secret));
    }
  }
}
