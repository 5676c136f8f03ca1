package org.grievances.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldif.LDIFException;
import io.restassured.http.Cookie;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.grievances.server.ClassOrder;
import org.grievances.server.LibertyServer;
import org.grievances.server.Overrides;
import org.grievances.server.RunningServer;
import org.grievances.server.Secrets;
import org.grievances.server.ServerLog;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two servers that share a database, sessions, rates and a directory of users (LDAP). */
@ExtendWith(RunningServer.Resolver.class)
@Order(ClassOrder.LONG)
class TwoServersIT {
  private static final String BASE = "/vbasoftware/";
  private static final String DATABASE = "delta";
  private static final String USER = "claire";
  private static final String READER = "grievance-reader";
  private static final String LIMITED_KEY = Secrets.randomText();
  private static final String CONSOLE_SESSION = BASE + "console-session";

  /** How long a session of the console lasts without a request. */
  private static final int IDLE_SECONDS = 8;

  /** After which a user of a token is looked up again. */
  private static final int REFRESH_SECONDS = 5;

  /** After which servers know what others have ended. */
  private static final int READ_SECONDS = 7;

  /** Also one that did not come up. */
  private static final List<LibertyServer> SERVERS = new ArrayList<>();

  private static RunningServer server;
  private static InMemoryDirectoryServer directory;
  private static LibertyServer one;
  private static LibertyServer other;

  private static InMemoryDirectoryServer directory() throws LDAPException, LDIFException {
    InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=plan,dc=example");
    config.setSchema(null);
    InMemoryDirectoryServer directory = new InMemoryDirectoryServer(config);
    directory.add("dn: dc=plan,dc=example", "objectClass: domain", "dc: plan");
    directory.add(
        "dn: uid=claire,dc=plan,dc=example",
        "objectClass: inetOrgPerson",
        "uid: claire",
        "cn: Claire",
        "sn: Voyant",
        "userPassword: " + RunningServer.PASSWORD);
    directory.add(
        "dn: cn=grievance-reader,dc=plan,dc=example",
        "objectClass: groupOfNames",
        "cn: grievance-reader",
        "member: uid=claire,dc=plan,dc=example");
    directory.add(
        "dn: cn=grievance-database-delta,dc=plan,dc=example",
        "objectClass: groupOfNames",
        "cn: grievance-database-delta",
        "member: uid=claire,dc=plan,dc=example");
    directory.startListening();
    return directory;
  }

  private static String registry(InMemoryDirectoryServer directory) {
    return """
    <ldapRegistry host="localhost" port="%d" baseDN="dc=plan,dc=example" ldapType="Custom">
        <customFilters userFilter="(&amp;(uid=%%v)(objectClass=inetOrgPerson))"
                       groupFilter="(&amp;(cn=%%v)(objectClass=groupOfNames))"
                       userIdMap="*:uid" groupIdMap="*:cn"
                       groupMemberIdMap="groupOfNames:member"/>
        <ldapCache>
          <attributesCache enabled="false"/>
          <searchResultsCache enabled="false"/>
        </ldapCache>
      </ldapRegistry>"""
        .formatted(directory.getListenPort());
  }

  @BeforeAll
  static void startServers(RunningServer running) throws Exception {
    server = running;
    directory = directory();
    one = start("one", registry(directory));
    other = start("other", registry(directory));
  }

  private static LibertyServer start(String name, String registry) throws Exception {
    Secrets secrets = server.secrets();
    LibertyServer started =
        server.another(
            name,
            Overrides.of(secrets)
                .withSignIn(secrets, registry)
                .set("grievances.console.idle-timeout", "PT" + IDLE_SECONDS + "S")
                .set("grievances.users.refresh-interval", "PT" + REFRESH_SECONDS + "S")
                .addClient("limited", LIMITED_KEY, "*", 2)
                .set("grievances.rate-limits.shared-in", DATABASE));
    SERVERS.add(started);
    started.start();
    server.awaitUse(started, DATABASE);
    return started;
  }

  @AfterAll
  static void stopServers() throws IOException {
    for (LibertyServer each : SERVERS) {
      each.close();
    }
    directory.shutDown(true);
  }

  /** Also those whose rows come back, as they were before, from a backup. */
  @Test
  void endedSessionsStayEndedEverywhereAndAfterARestart() throws Exception {
    String kept = idToken(signIn(one));
    String ended = idToken(signIn(one));
    String restored = idToken(signIn(other));
    Cookie cookie = signInToConsole(other);
    assertEquals(200, list(other, ended));
    assertEquals(200, list(one, restored));
    assertEquals(200, list(one, cookie));
    assertEquals(403, delete(one, kept), "a reader may not");

    assertEquals(204, call(other, ended).post(BASE + "logout").statusCode());
    for (LibertyServer each : SERVERS) {
      assertEquals(401, list(each, ended));
    }
    endAndBringBack(restored, cookie);
    for (LibertyServer each : SERVERS) {
      assertEquals(401, list(each, restored));
      assertEquals(401, list(each, cookie));
    }
    assertEquals(200, list(one, kept));

    one.stop();
    one.start();
    server.awaitUse(one, DATABASE);
    assertEquals(401, list(one, ended));
    assertEquals(401, list(one, restored));
    assertEquals(401, list(one, cookie));
    assertEquals(200, list(one, kept));
  }

  /** Ends sessions at one server; their rows come back once the other one knows of the end. */
  private static void endAndBringBack(String token, Cookie cookie) throws Exception {
    for (String table : List.of("user_sessions", "browser_sessions")) {
      server.execute("create table backup_of_" + table + " as select * from " + table);
    }
    try {
      assertEquals(204, call(other, token).post(BASE + "logout").statusCode());
      assertEquals(204, console(other).cookie(cookie).delete(CONSOLE_SESSION).statusCode());
      Thread.sleep(READ_SECONDS * 1_000L);
      server.execute(
          "update user_sessions s set ended = b.ended, signature = b.signature"
              + " from backup_of_user_sessions b where s.session_id = b.session_id and s.user_name like '%claire%'");
      server.execute(
          "update browser_sessions s set ended = b.ended, signature = b.signature,"
              + " renewed = b.renewed from backup_of_browser_sessions b where s.sha256 = b.sha256"
              + " and s.user_name like '%claire%'");
    } finally {
      server.execute("drop table backup_of_user_sessions, backup_of_browser_sessions");
    }
  }

  @Test
  void aSessionOfTheConsoleIsKnownToBothServersAndEndsOnBoth() {
    Cookie here = signInToConsole(one);
    Cookie elsewhere = signInToConsole(one);
    assertEquals(200, list(other, here));
    assertEquals(204, console(other).cookie(here).delete(CONSOLE_SESSION).statusCode());
    assertEquals(401, list(one, here));
    assertEquals(401, list(other, here));
    assertEquals(200, list(one, elsewhere));
    console(other)
        .cookie(signInToConsole(one))
        .queryParam("everywhere", true)
        .delete(CONSOLE_SESSION)
        .then()
        .statusCode(204);
    assertEquals(401, list(other, elsewhere));
  }

  @Test
  void aSessionOfTheConsoleLastsWhileItIsUsed() throws InterruptedException {
    Cookie used = signInToConsole(one);
    for (int second = 0; second < IDLE_SECONDS + 3; second++) {
      Thread.sleep(1_000);
      assertEquals(200, list(one, used), "after " + second + " seconds");
    }
    Thread.sleep((IDLE_SECONDS + 1) * 1_000L);
    assertEquals(401, list(one, used));
  }

  @Test
  void rolesOfAConsoleUserAreLookedUpAgain() throws LDAPException {
    String group = "cn=grievance-reader,dc=plan,dc=example";
    Cookie cookie = signInToConsole(other);
    assertEquals(200, list(other, cookie));
    directory.modify(group, new Modification(ModificationType.REPLACE, "member", "uid=x"));
    try {
      await("that the role is gone")
          .atMost(Duration.ofSeconds(IDLE_SECONDS))
          .until(() -> list(other, cookie) == 403);
    } finally {
      directory.modify(
          group,
          new Modification(ModificationType.REPLACE, "member", "uid=claire,dc=plan,dc=example"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "uid=claire,dc=plan,dc=example",
        "cn=grievance-reader,dc=plan,dc=example",
        "cn=grievance-database-delta,dc=plan,dc=example"
      })
  void aTokenEndsSoonAfterItsUserOrAGroupOfIt(String entry) throws LDAPException {
    Response tokens = signIn(other);
    Cookie cookie = signInToConsole(other);
    assertEquals(200, list(other, idToken(tokens)));
    Entry removed = directory.getEntry(entry);
    directory.delete(entry);
    try {
      await("that the token counts no more")
          .atMost(Duration.ofSeconds(REFRESH_SECONDS + 5))
          .until(() -> list(other, idToken(tokens)) == 401);
      await("that the console's session may do nothing")
          .atMost(Duration.ofSeconds(IDLE_SECONDS))
          .until(() -> list(other, cookie) >= 401);
      Response refreshed = refresh(other, tokens);
      assertTrue(refreshed.statusCode() != 200 || list(other, idToken(refreshed)) != 200);
    } finally {
      directory.add(removed);
    }
  }

  private static RequestSpecification console(LibertyServer at) {
    return server.plain(at).header("X-Requested-With", "grievances-console");
  }

  private static Cookie signInToConsole(LibertyServer at) {
    Response begun = signInToConsole(at, USER, RunningServer.PASSWORD);
    assertEquals(201, begun.statusCode());
    return begun.detailedCookie("__Host-grievances");
  }

  private static Response signInToConsole(LibertyServer at, String user, String password) {
    return console(at)
        .contentType("application/json")
        .body(
            Json.createObjectBuilder()
                .add("user", user)
                .add("password", password)
                .build()
                .toString())
        .post(CONSOLE_SESSION);
  }

  private static int list(LibertyServer at, Cookie cookie) {
    return console(at)
        .cookie(cookie)
        .header("vbasoftware-database", DATABASE)
        .get(BASE + "grievances?pageSize=1")
        .statusCode();
  }

  @Test
  void serversShareOneRate() {
    List<Response> responses = new ArrayList<>();
    long begun = System.nanoTime();
    for (int request = 0; request < 40; request++) {
      responses.add(
          server
              .plain(request % 2 == 0 ? one : other)
              .header("x-api-key", LIMITED_KEY)
              .header("Authorization", "Bearer " + server.token(READER))
              .header("vbasoftware-database", DATABASE)
              .get(BASE + "grievances/-78"));
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    long granted = responses.stream().filter(each -> each.statusCode() != 429).count();
    assertTrue(granted >= 4, granted + " of 40 were granted");
    assertTrue(granted <= 5 + 2 * seconds, granted + " were granted in " + seconds + " s");
  }

  @Test
  void aRefreshIsTriedAgainWhenTheDirectoryIsBack() throws LDAPException {
    Response tokens = signIn(other);
    int port = directory.getListenPort();
    directory.shutDown(true);
    assertEquals(503, refresh(other, tokens).statusCode());
    assertEquals(200, list(other, idToken(tokens)));
    directory.startListening();
    assertEquals(port, directory.getListenPort());
    assertEquals(200, refresh(other, tokens).statusCode());
  }

  @Test
  void failedSignInNamesAUserOfTheDirectoryAndNobodyElse() throws IOException {
    ServerLog log = ServerLog.of(other.directory());
    Response wrong = signInToConsole(other, USER, "wrong");
    JsonObject line = log.await("sign-in-failed", wrong.header("activity-id"));
    assertEquals(USER, line.getString("ext_user"));
    for (String made :
        List.of("made4713", "made4713,dc=plan", "made4713\u202e", "made4713\r\n[x")) {
      Response refused = signInToConsole(other, made, "wrong");
      line = log.await("sign-in-failed", refused.header("activity-id"));
      assertFalse(line.containsKey("ext_user"), line::toString);
    }
    assertFalse((log.messages() + log.console()).contains("made4713"));
  }

  private static Response signIn(LibertyServer at) {
    Response response =
        client(at)
            .auth()
            .preemptive()
            .basic(USER, RunningServer.PASSWORD)
            .post(BASE + "user-authentication");
    response.then().statusCode(200);
    return response;
  }

  private static String idToken(Response tokens) {
    return tokens.path("data.authenticationResult.idToken");
  }

  private static Response refresh(LibertyServer at, Response tokens) {
    return client(at)
        .header("expired-id-token", idToken(tokens))
        .header("refresh-token", tokens.path("data.authenticationResult.refreshToken").toString())
        .post(BASE + "user-refresh-tokens");
  }

  private static RequestSpecification client(LibertyServer at) {
    return server
        .plain(at)
        .header("x-api-key", server.secrets().apiKey())
        .header("vbasoftware-client-id", Secrets.CLIENT)
        .header("vbasoftware-client-code", server.secrets().clientCode())
        .header("vbasoftware-database", DATABASE);
  }

  private static RequestSpecification call(LibertyServer at, String token) {
    return server
        .plain(at)
        .header("x-api-key", server.secrets().apiKey())
        .header("Authorization", "Bearer " + token)
        .header("vbasoftware-database", DATABASE);
  }

  private static int list(LibertyServer at, String token) {
    return call(at, token).get(BASE + "grievances?pageSize=1").statusCode();
  }

  private static int delete(LibertyServer at, String token) {
    return call(at, token).delete(BASE + "grievances/1").statusCode();
  }
}
