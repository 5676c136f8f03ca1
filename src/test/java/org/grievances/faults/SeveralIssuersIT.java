package org.grievances.faults;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.sun.net.httpserver.HttpServer;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.grievances.server.LibertyServer;
import org.grievances.server.Overrides;
import org.grievances.server.Secrets;
import org.grievances.server.SentContents;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server whose database {@code beta} has an identity provider of its own, as the page says. */
class SeveralIssuersIT {
  private static final String COMMON = "alpha";
  private static final String OWN = "beta";
  private static final String ISSUER = "https://login.beta.example/";
  private static final String USER = "reader";
  private static final String PASSWORD = Secrets.randomText();
  private static final Path PAGE = Path.of("src/site/markdown/operations.md");
  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  private static Secrets secrets;
  private static Secrets ofBeta;
  private static HttpServer provider;
  private static LibertyServer server;

  @BeforeAll
  static void startServer() throws Exception {
    secrets = Secrets.create(Path.of("target/servers/issuers-secrets"));
    ofBeta = Secrets.create(Path.of("target/servers/issuers-beta-secrets"));
    SentContents.OF_THE_RUN.add(secrets.apiKey());
    byte[] keys =
        new JWKSet(ofBeta.signingKey().toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
    provider = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    provider.createContext(
        "/jwks",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, keys.length);
          exchange.getResponseBody().write(keys);
          exchange.close();
        });
    provider.start();
    SentContents.OF_THE_RUN.add(PASSWORD);
    server =
        LibertyServer.install(
                "issuers",
                Overrides.of(secrets)
                    .withSignIn(
                        secrets,
                        Overrides.basicRegistry(PASSWORD, Map.of("grievance-reader", USER)))
                    .set("grievances.databases.beta.issuer", ISSUER))
            .startingQuickly();
    Files.writeString(
        server.directory().resolve("configDropins/overrides/beta.xml"),
        example()
            .replace(
                "https://login.beta.example/.well-known/jwks.json",
                "http://localhost:" + provider.getAddress().getPort() + "/jwks"));
    server.start();
    for (String database : List.of(COMMON, OWN)) {
      Secrets signer = database.equals(OWN) ? ofBeta : secrets;
      String issuer = database.equals(OWN) ? ISSUER : Secrets.ISSUER;
      await("database " + database)
          .atMost(TIMEOUT)
          .until(() -> get(database, token(signer, issuer)).statusCode() == 200);
    }
  }

  /** The file on the page. */
  private static String example() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf("    <server>", page.indexOf("### A provider for each database"));
    return page.substring(begin, page.indexOf("</server>", begin)) + "</server>";
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.close();
    provider.stop(0);
  }

  private static String token(Secrets signer, String issuer) throws Exception {
    JWTClaimsSet claims = Secrets.claims("jane", "grievance-admin").issuer(issuer).build();
    return signer.sign(claims);
  }

  private static Response get(String database, String token) {
    return request()
        .header("x-api-key", secrets.apiKey())
        .header("Authorization", "Bearer " + token)
        .header("vbasoftware-database", database)
        .get(server.url() + "/vbasoftware/grievances");
  }

  private static void assertRefused(Response response) {
    assertTrue(List.of(401, 403).contains(response.statusCode()), response::asString);
  }

  @Test
  void tokenOfOneProviderIsRefusedInTheDatabaseOfAnother() throws Exception {
    assertRefused(get(OWN, token(secrets, Secrets.ISSUER)));
    assertRefused(get(COMMON, token(ofBeta, ISSUER)));
  }

  /** One that was verified a moment ago is not verified again. */
  @Test
  void tokenThatIsRememberedIsRefusedToo() throws Exception {
    String beta = token(ofBeta, ISSUER);
    assertEquals(200, get(OWN, beta).statusCode());
    assertEquals(403, get(COMMON, beta).statusCode());
    String common = token(secrets, Secrets.ISSUER);
    assertEquals(200, get(COMMON, common).statusCode());
    assertEquals(403, get(OWN, common).statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {COMMON, OWN})
  void providerCannotSignForAnother(String database) throws Exception {
    assertRefused(get(database, token(secrets, ISSUER)));
    assertRefused(get(database, token(ofBeta, Secrets.ISSUER)));
    assertRefused(get(database, token(ofBeta, "https://nobody.example/")));
    assertRefused(get(database, token(secrets, "https://nobody.example/")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Beta", "alpha,beta", "beta,alpha", "beta%20", "xbetax"})
  void otherSpellingsOpenNothing(String database) throws Exception {
    assertTrue(get(database, token(ofBeta, ISSUER)).statusCode() >= 400);
    assertTrue(get(database, token(secrets, Secrets.ISSUER)).statusCode() >= 400);
  }

  @Test
  void viewOfAllDatabasesHasThoseOfTheProviderAlone() throws Exception {
    List<String> names =
        request()
            .header("x-api-key", secrets.apiKey())
            .header("Authorization", "Bearer " + token(secrets, Secrets.ISSUER))
            .get(server.url() + "/vbasoftware/databases")
            .then()
            .statusCode(200)
            .extract()
            .path("data.name");
    assertEquals(List.of(COMMON), names);
  }

  private static RequestSpecification request() {
    return given().relaxedHTTPSValidation().header("User-Agent", "grievances-faults");
  }

  @Test
  void userOfTheServerCannotSignInThere() {
    for (String database : List.of(COMMON, OWN)) {
      request()
          .auth()
          .preemptive()
          .basic(USER, PASSWORD)
          .header("x-api-key", secrets.apiKey())
          .header("vbasoftware-client-id", Secrets.CLIENT)
          .header("vbasoftware-client-code", secrets.clientCode())
          .header("vbasoftware-database", database)
          .post(server.url() + "/vbasoftware/user-authentication")
          .then()
          .statusCode(database.equals(OWN) ? 403 : 200);
    }
  }

  @Test
  void consoleDoesNotHaveThatDatabase() {
    Response session =
        request()
            .header("X-Requested-With", "grievances-console")
            .contentType("application/json")
            .body("{\"user\":\"%s\",\"password\":\"%s\"}".formatted(USER, PASSWORD))
            .post(server.url() + "/vbasoftware/console-session");
    session.then().statusCode(201);
    assertEquals(List.of(COMMON), session.path("data.databases"));
    for (String database : List.of(COMMON, OWN)) {
      request()
          .header("X-Requested-With", "grievances-console")
          .cookies(session.cookies())
          .header("vbasoftware-database", database)
          .get(server.url() + "/vbasoftware/grievances")
          .then()
          .statusCode(database.equals(OWN) ? 403 : 200);
    }
  }
}
