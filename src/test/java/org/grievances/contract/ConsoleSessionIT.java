package org.grievances.contract;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.matchesRegex;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.http.Cookie;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.grievances.server.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the sessions of the console, and its files, from outside. */
@ExtendWith(RunningServer.Resolver.class)
class ConsoleSessionIT {
  private static final String SESSION = "/vbasoftware/console-session";
  private static final String COOKIE = "__Host-grievances";

  /** More than an address may send at once, and more than it may while they are answered. */
  private static final int MANY = 500;

  private static RequestSpecification console(RunningServer server) {
    return server.plain().header("X-Requested-With", "grievances-console");
  }

  private static Response signIn(RunningServer server, String user, String password) {
    String body =
        Json.createObjectBuilder().add("user", user).add("password", password).build().toString();
    return console(server).contentType("application/json").body(body).post(SESSION);
  }

  private static Cookie cookie(RunningServer server, String user) {
    Response begun = signIn(server, user, RunningServer.PASSWORD);
    assertEquals(201, begun.statusCode());
    return begun.detailedCookie(COOKIE);
  }

  private static RequestSpecification inDatabase(RunningServer server, Cookie cookie) {
    return console(server).cookie(cookie).header("vbasoftware-database", "gamma");
  }

  @Test
  void nobodyIsSignedInAtFirst(RunningServer server) {
    console(server)
        .get(SESSION)
        .then()
        .statusCode(200)
        .body("data.user", nullValue())
        .body("data.signIn", contains("password"));
  }

  @Test
  void aUserOfTheRegistrySignsInAndSeesRolesAndDatabases(RunningServer server) {
    Response begun = signIn(server, "writer", RunningServer.PASSWORD);
    begun
        .then()
        .statusCode(201)
        .body("data.user", org.hamcrest.Matchers.is("writer"))
        .body("data.roles", contains("grievance-writer"))
        .body("data.databases", hasItems("alpha", "delta"));
    Map<String, String> zones = begun.jsonPath().getMap("data.zones");
    assertEquals(begun.path("data.databases"), List.copyOf(zones.keySet()));
    assertEquals("UTC", zones.get("alpha"));
    assertEquals(RunningServer.DUE_ZONE, zones.get("due-derby"));
    String cookie = begun.header("Set-Cookie");
    for (String attribute : new String[] {"Secure", "HttpOnly", "SameSite=Strict", "Path=/"}) {
      assertTrue(cookie.contains(attribute), cookie);
    }
    assertFalse(cookie.contains("Max-Age") || cookie.contains("Domain"), cookie);
  }

  @Test
  void aWrongPasswordIsRefusedWithoutABrowsersOwnDialog(RunningServer server) {
    signIn(server, "nobody", "wrong")
        .then()
        .statusCode(401)
        .header("WWW-Authenticate", matchesRegex("Session .*"))
        .body("error.title", containsString("password"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[]", "{\"user\": \"writer\"}", "{\"user\": \"\", \"password\": \"x\"}"})
  void aSignInWithoutUserOrPasswordIsMalformed(String body, RunningServer server) {
    console(server)
        .contentType("application/json")
        .body(body)
        .post(SESSION)
        .then()
        .statusCode(400)
        .body("error.detail", containsString("user and password"));
  }

  @ParameterizedTest
  @CsvSource({
    "reader, get, /grievances, 200",
    "reader, delete, /grievances/-991, 403",
    "writer, delete, /grievances/-991, 404",
    "writer, get, /databases, 403",
    "admin, get, /databases, 200"
  })
  void theApiIsOpenToTheRolesOfTheSession(
      String user, String method, String path, int status, RunningServer server) {
    inDatabase(server, cookie(server, user))
        .request(method, "/vbasoftware" + path)
        .then()
        .statusCode(status);
  }

  @Test
  void aRequestWithACookieNeedsTheConsolesHeader(RunningServer server) {
    Cookie cookie = cookie(server, "reader");
    server
        .plain()
        .cookie(cookie)
        .header("vbasoftware-database", "gamma")
        .get("/vbasoftware/grievances")
        .then()
        .statusCode(403)
        .body("error.type", containsString("cross-site-request"));
    server.plain().contentType("application/json").body("{}").post(SESSION).then().statusCode(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cross-site", "same-site", "none"})
  void aRequestFromAnotherSiteIsRefused(String site, RunningServer server) {
    inDatabase(server, cookie(server, "reader"))
        .header("Sec-Fetch-Site", site)
        .get("/vbasoftware/grievances")
        .then()
        .statusCode(403);
  }

  @Test
  void aKeyAndATokenAreNoSessionOfTheConsole(RunningServer server) {
    server.to("gamma").get(SESSION).then().statusCode(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "YWxwaGE.x", "bm93aGVyZQ.x", "%%%.x", "..", ""})
  void anUnknownCookieIsNoSession(String value, RunningServer server) {
    console(server)
        .header("Cookie", COOKIE + "=" + value)
        .header("vbasoftware-database", "gamma")
        .get("/vbasoftware/grievances")
        .then()
        .statusCode(401)
        .body("error.type", containsString("session-ended"));
  }

  @Test
  void signingOutEndsTheSession(RunningServer server) {
    Cookie cookie = cookie(server, "reader");
    console(server).cookie(cookie).delete(SESSION).then().statusCode(204);
    inDatabase(server, cookie).get("/vbasoftware/grievances").then().statusCode(401);
    console(server).cookie(cookie).get(SESSION).then().body("data.user", nullValue());
  }

  @Test
  void signingOutEverywhereEndsAllSessionsOfTheUser(RunningServer server) {
    Cookie here = cookie(server, "admin");
    Cookie elsewhere = cookie(server, "admin");
    console(server)
        .cookie(here)
        .queryParam("everywhere", true)
        .delete(SESSION)
        .then()
        .statusCode(204);
    inDatabase(server, elsewhere).get("/vbasoftware/grievances").then().statusCode(401);
  }

  @Test
  void groupsLimitAUserToDatabases(RunningServer server) {
    Response begun = signIn(server, RunningServer.USER_OF_BETA, RunningServer.PASSWORD);
    begun.then().statusCode(201).body("data.databases", contains("beta"));
    Cookie cookie = begun.detailedCookie(COOKIE);
    inDatabase(server, cookie)
        .get("/vbasoftware/grievances")
        .then()
        .statusCode(403)
        .body("error.type", containsString("database-forbidden"));
    console(server)
        .cookie(cookie)
        .header("vbasoftware-database", "beta")
        .get("/vbasoftware/grievances")
        .then()
        .statusCode(200);
  }

  @Test
  void aUserWithoutARoleIsRefused(RunningServer server) {
    signIn(server, RunningServer.USER_WITHOUT_ROLE, RunningServer.PASSWORD)
        .then()
        .statusCode(403)
        .body("error.detail", containsString("role"));
  }

  @Test
  void unauthenticatedRequestsDoNotCountAgainstTheRateOfUsers(RunningServer server)
      throws IOException {
    Cookie cookie = cookie(server, "reader");
    String answers = flood(server, "127.0.0.2");
    assertTrue(answers.contains("HTTP/1.1 200"), "none is answered");
    assertTrue(answers.contains("HTTP/1.1 429"), "the address is not limited");
    inDatabase(server, cookie).get("/vbasoftware/grievances").then().statusCode(200);
  }

  /** Sends many requests without a session from one address, and returns the responses. */
  private static String flood(RunningServer server, String from) throws IOException {
    String request =
        """
        GET %s HTTP/1.1\r
        Host: localhost\r
        User-Agent: test\r
        X-Requested-With: grievances-console\r
        """
            .formatted(SESSION);
    try (Socket socket =
        new Socket(
            InetAddress.getLoopbackAddress(), server.httpPort(), InetAddress.getByName(from), 0)) {
      String all = (request + "\r\n").repeat(MANY) + request + "Connection: close\r\n\r\n";
      socket.getOutputStream().write(all.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void changesAreSignedByTheUser(RunningServer server) {
    Cookie cookie = cookie(server, "writer");
    int key =
        inDatabase(server, cookie)
            .contentType("application/json")
            .body("{\"subscriber_ID\": \"000000001\"}")
            .post("/vbasoftware/grievances-file")
            .then()
            .statusCode(201)
            .body("data.update_User", org.hamcrest.Matchers.is("writer"))
            .extract()
            .path("data.grievance_Key");
    inDatabase(server, cookie).delete("/vbasoftware/grievances/" + key).then().statusCode(204);
  }

  @Test
  void thePagesMayLoadNothingFromElsewhere(RunningServer server) {
    server
        .plain()
        .get("/console/")
        .then()
        .statusCode(200)
        .contentType("text/html")
        .header("Content-Security-Policy", containsString("default-src 'none'"))
        .header("Cache-Control", "no-cache");
    server.plain().redirects().follow(false).get("/console").then().statusCode(302);
  }

  @Test
  void filesThatTheBrowserHasAreNotSentAgain(RunningServer server) {
    for (String file : new String[] {"app.js", "console.css", "lib/chart.js"}) {
      String tag =
          server.plain().get("/console/" + file).then().statusCode(200).extract().header("ETag");
      server.plain().header("If-None-Match", tag).get("/console/" + file).then().statusCode(304);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none.js", "lib/none.js", "../WEB-INF/web.xml", "%2e%2e/WEB-INF/web.xml"})
  void otherPathsAreNotFiles(String path, RunningServer server) {
    int status = server.plain().urlEncodingEnabled(false).get("/console/" + path).statusCode();
    assertTrue(status == 404 || status == 400 || status == 403, path + ": " + status);
  }

  @Test
  void anAdministratorEndsWhatAnotherIsSignedInTo(RunningServer server) {
    Cookie user = cookie(server, RunningServer.USER_OF_BETA);
    Cookie admin = cookie(server, "admin");
    String path = "/vbasoftware/user-sessions/" + RunningServer.USER_OF_BETA;
    console(server).cookie(user).delete(path).then().statusCode(403);
    console(server)
        .cookie(admin)
        .get(path)
        .then()
        .statusCode(200)
        .body("data.find { it.database == 'beta' }.user", equalTo(RunningServer.USER_OF_BETA))
        .body("data.find { it.database == 'beta' }.ended", nullValue());
    console(server).cookie(admin).delete(path).then().statusCode(204);
    console(server)
        .cookie(admin)
        .get(path)
        .then()
        .body("data.findAll { it.ended == null }.user", equalTo(List.of()));
    console(server)
        .cookie(user)
        .header("vbasoftware-database", "beta")
        .get("/vbasoftware/grievances?pageSize=1")
        .then()
        .statusCode(401);
    console(server).cookie(admin).get("/vbasoftware/databases").then().statusCode(200);
  }
}
