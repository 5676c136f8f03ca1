package org.grievances.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.http.Cookie;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.grievances.server.LibertyServer;
import org.grievances.server.Overrides;
import org.grievances.server.RunningServer;
import org.grievances.server.Secrets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What somebody gains who can write to the tables of one database: nothing, because the rows of
 * sessions count only as a server has signed them.
 */
@ExtendWith(RunningServer.Resolver.class)
class ForgedSessionIT {
  private static final String BASE = "/vbasoftware/";
  private static final String DATABASE = "delta";
  private static final String ANOTHER = "faults-postgresql";
  private static final String USER = RunningServer.USER_OF_DELTA;
  private static final String COOKIE = "__Host-grievances";
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private static RequestSpecification console(RunningServer running, LibertyServer at) {
    return running.plain(at).header("X-Requested-With", "grievances-console");
  }

  private static Cookie signInToConsole(RunningServer running, LibertyServer at) {
    Response begun =
        console(running, at)
            .contentType("application/json")
            .body(
                "{\"user\": \"%s\", \"password\": \"%s\"}".formatted(USER, RunningServer.PASSWORD))
            .post(BASE + "console-session");
    assertEquals(201, begun.statusCode());
    return begun.detailedCookie(COOKIE);
  }

  private static int list(RunningServer running, LibertyServer at, String cookie, String database) {
    return console(running, at)
        .cookie(COOKIE, cookie)
        .header("vbasoftware-database", database)
        .get(BASE + "grievances?pageSize=1")
        .statusCode();
  }

  private static int list(RunningServer running, Cookie cookie) {
    return list(running, running.server(), cookie.getValue(), DATABASE);
  }

  private static String secret(Cookie cookie) {
    return cookie.getValue().split("\\.")[1];
  }

  private static String cookie(String database, String secret) {
    byte[] name = database.getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(name) + "." + secret;
  }

  private static int change(RunningServer running, String sql, String... values)
      throws SQLException {
    try (Connection connection = running.postgres();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int value = 0; value < values.length; value++) {
        statement.setString(value + 1, values[value]);
      }
      return statement.executeUpdate();
    }
  }

  @Test
  void aRowThatWasInsertedOpensNothing(RunningServer running) throws SQLException {
    String secret = Secrets.randomText();
    change(
        running,
        """
        insert into browser_sessions (sha256, user_name, roles, databases, from_registry, started,
            renewed, expires, lifetime_ends, signature)
          values (?, 'admin', 'grievance-admin', '*', false, now(), now(), now() + interval '1 year',
            now() + interval '9 years', ?)""",
        Secrets.sha256(secret),
        Secrets.randomText());
    String cookie = cookie(DATABASE, secret);
    for (String database : new String[] {DATABASE, "alpha", ANOTHER}) {
      assertEquals(401, list(running, running.server(), cookie, database), database);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "roles = 'grievance-admin'",
        "databases = '*'",
        "databases = databases || ' alpha'",
        "user_name = 'admin'",
        "from_registry = false",
        "started = started + interval '1 year'",
        "renewed = renewed + interval '1 minute'",
        "ended = now()",
        "signature = null",
        "signature = ''"
      })
  void aRowThatWasChangedOpensNothing(String change, RunningServer running) throws SQLException {
    Cookie cookie = signInToConsole(running, running.server());
    assertEquals(200, list(running, cookie));
    String sql = "update browser_sessions set " + change + " where sha256 = ?";
    assertEquals(1, change(running, sql, Secrets.sha256(secret(cookie))));
    assertEquals(401, list(running, cookie));
  }

  @Test
  void theTimeToRemoveARowDoesNotMakeASessionLast(RunningServer running) throws SQLException {
    Cookie cookie = signInToConsole(running, running.server());
    change(
        running,
        "update browser_sessions set expires = now() + interval '1 year',"
            + " lifetime_ends = now() + interval '1 year' where sha256 = ?",
        Secrets.sha256(secret(cookie)));
    Response session =
        console(running, running.server()).cookie(cookie).get(BASE + "console-session");
    Instant end = Instant.parse(session.path("data.expires"));
    assertTrue(end.isBefore(Instant.now().plus(Duration.ofDays(1))), end.toString());
  }

  @Test
  void aRowThatWasCopiedToAnotherDatabaseOpensNothing(RunningServer running) throws SQLException {
    Cookie cookie = signInToConsole(running, running.server());
    copySession(running, Secrets.sha256(secret(cookie)), ANOTHER);
    String copied = cookie(ANOTHER, secret(cookie));
    assertEquals(401, list(running, running.server(), copied, ANOTHER));
    assertEquals(401, list(running, running.server(), copied, DATABASE));
  }

  private static void copySession(RunningServer running, String sha256, String to)
      throws SQLException {
    try (Connection from = running.postgres();
        PreparedStatement select =
            from.prepareStatement(
                "select row_to_json(s)::text from browser_sessions s where sha256 = ?");
        Connection target = running.postgres(to.replace("-postgresql", ""));
        PreparedStatement insert =
            target.prepareStatement(
                "insert into browser_sessions"
                    + " select * from json_populate_record(null::browser_sessions, ?::json)")) {
      select.setString(1, sha256);
      try (var row = select.executeQuery()) {
        row.next();
        insert.setString(1, row.getString(1));
      }
      assertEquals(1, insert.executeUpdate());
    }
  }

  @Test
  void aSessionThatHasEndedStaysEndedWhenItsRowComesBack(RunningServer running)
      throws SQLException {
    Cookie cookie = signInToConsole(running, running.server());
    String id = Secrets.sha256(secret(cookie));
    change(
        running,
        "create table if not exists restored as select * from browser_sessions where sha256 = ?",
        id);
    try {
      assertEquals(
          204,
          console(running, running.server())
              .cookie(cookie)
              .delete(BASE + "console-session")
              .statusCode());
      change(running, "delete from browser_sessions where sha256 = ?", id);
      assertEquals(1, change(running, "insert into browser_sessions select * from restored"));
      assertEquals(401, list(running, cookie));
    } finally {
      change(running, "drop table restored");
    }
  }

  /** The tokens of a sign-in to the API. */
  private record Tokens(String id, String refresh) {}

  private static RequestSpecification client(RunningServer running, String database) {
    return running
        .plain()
        .header("x-api-key", running.secrets().apiKey())
        .header("vbasoftware-client-id", Secrets.CLIENT)
        .header("vbasoftware-client-code", running.secrets().clientCode())
        .header("vbasoftware-database", database);
  }

  private static Tokens signIn(RunningServer running) {
    Response response =
        client(running, DATABASE)
            .auth()
            .preemptive()
            .basic(USER, RunningServer.PASSWORD)
            .post(BASE + "user-authentication");
    response.then().statusCode(200);
    return new Tokens(
        response.path("data.authenticationResult.idToken"),
        response.path("data.authenticationResult.refreshToken"));
  }

  private static int list(RunningServer running, Tokens tokens) {
    return call(running, tokens).get(BASE + "grievances?pageSize=1").statusCode();
  }

  private static RequestSpecification call(RunningServer running, Tokens tokens) {
    return running
        .credentials(running.secrets().apiKey(), tokens.id())
        .header("vbasoftware-database", DATABASE);
  }

  private static int refresh(RunningServer running, Tokens tokens) {
    return client(running, DATABASE)
        .header("expired-id-token", tokens.id())
        .header("refresh-token", tokens.refresh())
        .post(BASE + "user-refresh-tokens")
        .statusCode();
  }

  private static String sessionOf(Tokens tokens) {
    return "(select session_id from refresh_tokens where sha256 = '"
        + Secrets.sha256(tokens.refresh())
        + "')";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user_name = 'admin'",
        "client = 'alpha-only'",
        "started = started + interval '1 year'",
        "ended = now()",
        "signature = null"
      })
  void aSessionOfTheApiThatWasChangedIsNone(String change, RunningServer running)
      throws SQLException {
    Tokens tokens = signIn(running);
    assertEquals(200, list(running, tokens));
    String sql = "update user_sessions set " + change + " where session_id = " + sessionOf(tokens);
    assertEquals(1, change(running, sql));
    assertEquals(401, list(running, tokens));
    assertEquals(401, refresh(running, tokens));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "signature = null",
        "id_token_sha256 = repeat('a', 64)",
        "replaces_sha256 = repeat('a', 64)",
        "used = now()"
      })
  void aRefreshTokenThatWasChangedIsNone(String change, RunningServer running) throws SQLException {
    Tokens tokens = signIn(running);
    String sql = "update refresh_tokens set " + change + " where sha256 = ?";
    assertEquals(1, change(running, sql, Secrets.sha256(tokens.refresh())));
    assertEquals(401, refresh(running, tokens));
  }

  @Test
  void aRefreshTokenThatWasInsertedIsNone(RunningServer running) throws SQLException {
    Tokens tokens = signIn(running);
    String forged = Secrets.randomText();
    change(
        running,
        "insert into refresh_tokens (sha256, session_id, id_token_sha256, signature)"
            + " select ?, session_id, id_token_sha256, signature from refresh_tokens where sha256 = ?",
        Secrets.sha256(forged),
        Secrets.sha256(tokens.refresh()));
    assertEquals(401, refresh(running, new Tokens(tokens.id(), forged)));
  }

  @Test
  void aSessionOfTheApiThatWasInsertedIsNone(RunningServer running) throws SQLException {
    Tokens tokens = signIn(running);
    String forged = Secrets.randomText();
    String session = UUID.randomUUID().toString();
    change(
        running,
        "insert into user_sessions (session_id, user_name, client, started, expires, signature)"
            + " select ?, 'admin', client, now(), expires, signature from user_sessions"
            + " where session_id = "
            + sessionOf(tokens),
        session);
    change(
        running,
        "insert into refresh_tokens (sha256, session_id, id_token_sha256, signature)"
            + " values (?, ?, ?, '')",
        Secrets.sha256(forged),
        session,
        Secrets.sha256(tokens.id()));
    assertEquals(401, refresh(running, new Tokens(tokens.id(), forged)));
  }

  @Test
  void aSessionOfTheApiThatHasEndedStaysEndedWhenItsRowsComeBack(RunningServer running)
      throws SQLException {
    Tokens tokens = signIn(running);
    change(
        running,
        "create table restored_sessions as select * from user_sessions where session_id = "
            + sessionOf(tokens));
    try {
      assertEquals(204, call(running, tokens).post(BASE + "logout").statusCode());
      change(
          running,
          "update user_sessions s set ended = r.ended, signature = r.signature"
              + " from restored_sessions r where s.session_id = r.session_id");
      assertEquals(401, list(running, tokens));
      assertEquals(401, refresh(running, tokens));
    } finally {
      change(running, "drop table restored_sessions");
    }
  }

  @Test
  void aKeyIsReplacedWithoutEndingSessionsAndRemovedToEndThem(RunningServer running)
      throws Exception {
    String next = Secrets.randomText();
    String both = next + "," + running.secrets().sessionKey();
    try (LibertyServer rotated = running.another("rotated", overrides(running, both))) {
      rotated.start();
      running.awaitUse(rotated, DATABASE);
      Cookie old = signInToConsole(running, running.server());
      Cookie young = signInToConsole(running, rotated);
      assertEquals(200, list(running, rotated, old.getValue(), DATABASE));
      assertEquals(200, list(running, rotated, young.getValue(), DATABASE));
      assertEquals(401, list(running, young), "the first key signs");

      Files.writeString(
          rotated.directory().resolve("configDropins/overrides/session-keys.xml"),
          "<server><variable name=\"grievances.sessions.keys\" value=\"%s\"/></server>"
              .formatted(next));
      await("that sessions of the removed key have ended")
          .atMost(TIMEOUT)
          .until(() -> list(running, rotated, old.getValue(), DATABASE) == 401);
      assertEquals(200, list(running, rotated, young.getValue(), DATABASE));
    }
  }

  private static Overrides overrides(RunningServer running, String keys) throws Exception {
    String users =
        Overrides.basicRegistry(
            RunningServer.PASSWORD,
            Map.of("grievance-reader", USER, "grievance-database-delta", USER));
    return Overrides.of(running.secrets())
        .withSignIn(running.secrets(), users)
        .set("grievances.sessions.keys", keys);
  }
}
