package org.grievances.contract;

import static java.util.stream.Collectors.joining;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.path.json.JsonPath;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.grievances.server.IdentityProvider;
import org.grievances.server.LibertyServer;
import org.grievances.server.Overrides;
import org.grievances.server.RunningServer;
import org.grievances.server.Secrets;
import org.grievances.server.ServerLog;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests signing in to the console at an OpenID provider, as a browser does it. */
@ExtendWith(RunningServer.Resolver.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OpenIdSignInIT {
  private static final String DATABASE = "delta";
  private static final String SIGN_IN = "/console/sign-in";
  private static final String CALLBACK = SIGN_IN + "/callback";
  private static final String REFUSED = "/console/#/sign-in?refused";
  private static final Map<String, Object> WRITER =
      Map.of(
          "preferred_username", "jo@plan.example",
          "groups", List.of("grievance-writer", "staff"),
          "databases", List.of(DATABASE));

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private static RunningServer running;
  private static IdentityProvider provider;
  private static LibertyServer server;

  /** A browser, with cookies of its own. */
  private static final class Browser {
    private final CookieManager cookies = new CookieManager();
    private final HttpClient client;

    Browser() throws Exception {
      client =
          HttpClient.newBuilder()
              .cookieHandler(cookies)
              .sslContext(running.secrets().trusting())
              .build();
    }

    HttpResponse<String> open(URI address) throws Exception {
      return client.send(
          HttpRequest.newBuilder(address).header("User-Agent", "browser").build(),
          BodyHandlers.ofString());
    }

    HttpResponse<String> open(String path) throws Exception {
      return open(URI.create(server.url() + path));
    }

    /** Where the last redirect leads to, from that answer on. */
    String follow(HttpResponse<String> answer) throws Exception {
      String location = location(answer);
      return location.startsWith("/console/")
          ? location
          : follow(open(URI.create(answer.uri().resolve(location).toString())));
    }

    String signIn() throws Exception {
      return follow(open(SIGN_IN));
    }

    /** Begins to sign in, and comes as far as to what the provider answers. */
    URI answerOfProvider() throws Exception {
      return URI.create(location(open(URI.create(location(open(SIGN_IN))))));
    }

    HttpResponse<String> api(String method, String path) throws Exception {
      return client.send(
          HttpRequest.newBuilder(URI.create(server.url() + "/vbasoftware" + path))
              .method(method, HttpRequest.BodyPublishers.noBody())
              .header("User-Agent", "browser")
              .header("X-Requested-With", "grievances-console")
              .header("vbasoftware-database", DATABASE)
              .build(),
          BodyHandlers.ofString());
    }

    JsonPath session() throws Exception {
      return JsonPath.from(api("GET", "/console-session").body());
    }

    Set<String> cookieNames() {
      return cookies.getCookieStore().getCookies().stream()
          .map(HttpCookie::getName)
          .collect(Collectors.toSet());
    }

    void assertNotSignedIn() throws Exception {
      assertEquals(null, session().getString("data.user"));
      assertEquals(401, api("GET", "/grievances?pageSize=1").statusCode());
    }
  }

  private static String location(HttpResponse<String> answer) {
    assertEquals(3, answer.statusCode() / 100, answer::toString);
    return answer.headers().firstValue("Location").orElseThrow();
  }

  private static String parameter(String name, URI address) {
    return Stream.of(address.getQuery().split("&"))
        .filter(each -> each.startsWith(name + "="))
        .findFirst()
        .orElseThrow()
        .substring(name.length() + 1);
  }

  private static String log() throws IOException {
    return Files.readString(server.directory().resolve("logs/messages.log"));
  }

  private static String refusals() {
    try {
      return log().lines().filter(line -> line.contains("openid-connect")).collect(joining("\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeAll
  static void start(RunningServer shared) throws Exception {
    running = shared;
    Secrets secrets = running.secrets();
    provider = IdentityProvider.at(secrets);
    server = running.another("openid", overrides(secrets));
    server.configure(provider.addTo(overrides(secrets), server.url())).start();
    running.awaitUse(server, DATABASE);
  }

  private static Overrides overrides(Secrets secrets) throws Exception {
    return Overrides.of(secrets)
        .withSignIn(secrets, Overrides.basicRegistry(RunningServer.PASSWORD, RunningServer.USERS));
  }

  @AfterAll
  static void stop() throws IOException {
    if (server != null) {
      server.close();
    }
    provider.close();
  }

  @Test
  @Order(1)
  void usersCanSignInAsSoonAsTheProviderIsUp() throws Exception {
    Browser browser = new Browser();
    assertEquals(REFUSED, browser.signIn());
    assertTrue(log().contains("the provider cannot be reached: ConnectException"));
    assertEquals(List.of("password", "openid-connect"), browser.session().get("data.signIn"));
    provider.start();
    provider.next("1", WRITER);
    await().atMost(TIMEOUT).until(() -> browser.signIn().equals("/console/"));
  }

  @Test
  void aUserOfTheProviderHasTheRolesAndDatabasesThatItsTokenNames() throws Exception {
    provider.next("2", WRITER);
    Browser browser = new Browser();
    assertEquals("/console/", browser.signIn());
    JsonPath session = browser.session();
    assertEquals("jo@plan.example", session.getString("data.user"));
    assertEquals(List.of("grievance-writer"), session.get("data.roles"));
    assertEquals(List.of(DATABASE), session.get("data.databases"));
    assertEquals(200, browser.api("GET", "/grievances?pageSize=1").statusCode());
    assertEquals(403, browser.api("GET", "/databases").statusCode());
  }

  @Test
  void signInAtTheProviderIsLogged() throws Exception {
    provider.next("2", WRITER);
    assertEquals("/console/", new Browser().signIn());
    JsonObject line =
        ServerLog.of(server.directory()).linesWith("\"ext_event\":\"sign-in\"").get(0);
    assertEquals("jo@plan.example", line.getString("ext_user"));
    assertEquals("openid-connect", line.getString("ext_by"));
    assertEquals("127.0.0.1", line.getString("ext_address"));
  }

  @Test
  void onlyTheConsolesOwnCookieIsLeft() throws Exception {
    provider.next("3", WRITER);
    Browser browser = new Browser();
    browser.signIn();
    assertEquals(Set.of("__Host-grievances"), browser.cookieNames());
    assertEquals(204, browser.api("DELETE", "/console-session").statusCode());
    browser.assertNotSignedIn();
  }

  @Test
  void aSessionThatHasEndedStaysEndedForWhoHasItsCookie() throws Exception {
    provider.next("4", WRITER);
    Browser browser = new Browser();
    browser.signIn();
    Browser thief = new Browser();
    browser.cookies.getCookieStore().getCookies().stream()
        .forEach(each -> thief.cookies.getCookieStore().add(URI.create(server.url()), each));
    assertEquals(200, thief.api("GET", "/grievances?pageSize=1").statusCode());
    assertEquals(204, browser.api("DELETE", "/console-session").statusCode());
    thief.assertNotSignedIn();
  }

  @Test
  void aGroupOfItsOwnStandsForAllDatabases() throws Exception {
    provider.next("dana", Map.of("groups", List.of("grievance-admin", "grievance-all-databases")));
    Browser browser = new Browser();
    assertEquals("/console/", browser.signIn());
    assertEquals("dana", browser.session().getString("data.user"));
    assertTrue(browser.session().getList("data.databases").containsAll(List.of("alpha", DATABASE)));
    assertEquals(200, browser.api("GET", "/databases").statusCode());
  }

  @Test
  void aUserOfWhomTheTokenNamesNoDatabasesIsRefused() throws Exception {
    provider.next("7", Map.of("groups", List.of("grievance-admin")));
    Browser browser = new Browser();
    assertEquals(REFUSED, browser.signIn());
    browser.assertNotSignedIn();
  }

  @Test
  void groupsNameTheDatabasesOfAUserWithoutTheClaim() throws Exception {
    provider.next(
        "eli", Map.of("groups", List.of("grievance-reader", "grievance-database-" + DATABASE)));
    Browser browser = new Browser();
    assertEquals("/console/", browser.signIn());
    assertEquals(List.of(DATABASE), browser.session().get("data.databases"));
  }

  @Test
  void aUserWithoutARoleIsRefused() throws Exception {
    provider.next("5", Map.of("groups", List.of("staff")));
    Browser browser = new Browser();
    assertEquals(REFUSED, browser.signIn());
    browser.assertNotSignedIn();
    assertTrue(log().contains("no group that has the name of a role"));
  }

  @Test
  void aUserOfNoDatabaseIsRefused() throws Exception {
    provider.next("6", Map.of("groups", List.of("grievance-reader"), "databases", List.of()));
    Browser browser = new Browser();
    assertEquals(REFUSED, browser.signIn());
    browser.assertNotSignedIn();
  }

  @ParameterizedTest
  @CsvSource({
    "iat, 4102444800, JWT issue time ahead of current time",
    "iss, https://elsewhere.example, Unexpected JWT issuer",
    "aud, another-client, Unexpected JWT audience",
    "nonce, another, Unexpected JWT nonce",
  })
  void aTokenForAnotherTimePlaceOrSignInIsRefused(String claim, String value, String reason)
      throws Exception {
    Map<String, Object> claims = new HashMap<>(WRITER);
    claims.put(claim, claim.equals("iat") ? Long.valueOf(value) : value);
    provider.next("7", claims);
    Browser browser = new Browser();
    assertEquals(REFUSED, browser.signIn());
    browser.assertNotSignedIn();
    assertTrue(log().contains("the ID token is invalid: " + reason), OpenIdSignInIT::refusals);
  }

  @Test
  void aRefusalOfTheProviderIsShownAndLogged() throws Exception {
    Browser browser = new Browser();
    URI request = URI.create(location(browser.open(SIGN_IN)));
    String answer = CALLBACK + "?error=access_denied&state=" + parameter("state", request);
    assertEquals(REFUSED, location(browser.open(answer)));
    assertTrue(log().contains("the provider refused: access_denied"));
    JsonObject line =
        ServerLog.of(server.directory()).linesWith("the provider refused: access_denied").get(0);
    assertEquals("sign-in-failed", line.getString("ext_event"));
  }

  @Test
  void everySignInAsksWithAStateANonceAndAChallengeOfItsOwn() throws Exception {
    Browser browser = new Browser();
    HttpResponse<String> begun = browser.open(SIGN_IN);
    String cookie = begun.headers().firstValue("Set-Cookie").orElseThrow();
    for (String attribute : List.of("Secure", "HttpOnly", "SameSite=Lax", "Path=/")) {
      assertTrue(cookie.contains(attribute), cookie);
    }
    String caching = begun.headers().firstValue("Cache-Control").orElseThrow();
    assertTrue(caching.startsWith("no-store"), caching);
    URI one = URI.create(location(begun));
    URI other = URI.create(location(browser.open(SIGN_IN)));
    assertEquals("S256", parameter("code_challenge_method", one));
    assertEquals("openid profile", parameter("scope", one).replace('+', ' '));
    for (String own : List.of("state", "nonce", "code_challenge")) {
      assertNotEquals(parameter(own, one), parameter(own, other));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"?code=x&state=wrong", "?code=x", "", "?error=access_denied", "?state="})
  void anAnswerWithoutTheStateOfTheSignInIsRefused(String answer) throws Exception {
    Browser browser = new Browser();
    browser.open(SIGN_IN);
    assertEquals(REFUSED, location(browser.open(CALLBACK + answer)));
    browser.assertNotSignedIn();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "&code=", "&code=x", "&code=x&code=y", "&response=x", "&code=x&iss=y"})
  void anAnswerThatHoldsNoCodeOfTheProviderIsRefused(String answer) throws Exception {
    Browser browser = new Browser();
    String state = parameter("state", URI.create(location(browser.open(SIGN_IN))));
    assertEquals(REFUSED, location(browser.open(CALLBACK + "?state=" + state + answer)));
    browser.assertNotSignedIn();
  }

  @Test
  void anAnswerForAnotherBrowserIsRefused() throws Exception {
    provider.next("8", WRITER);
    URI answer = new Browser().answerOfProvider();
    Browser without = new Browser();
    assertEquals(REFUSED, location(without.open(answer)));
    Browser withOwn = new Browser();
    withOwn.open(SIGN_IN);
    assertEquals(REFUSED, location(withOwn.open(answer)));
    withOwn.assertNotSignedIn();
  }

  @Test
  void aCodeOfAnotherSignInIsRefused() throws Exception {
    provider.next("9", WRITER);
    String stolen = parameter("code", new Browser().answerOfProvider());
    Browser browser = new Browser();
    String state = parameter("state", URI.create(location(browser.open(SIGN_IN))));
    String answer = CALLBACK + "?code=" + stolen + "&state=" + state;
    assertEquals(REFUSED, location(browser.open(answer)));
    browser.assertNotSignedIn();
    assertTrue(log().contains("the provider did not redeem its code: invalid_grant"));
  }

  @Test
  void anAnswerCountsOnce() throws Exception {
    provider.next("10", WRITER);
    Browser browser = new Browser();
    URI answer = browser.answerOfProvider();
    assertEquals("/console/", location(browser.open(answer)));
    assertEquals(REFUSED, location(browser.open(answer)));
  }

  private static long redemptions() throws IOException {
    return log().lines().filter(line -> line.contains("did not redeem its code")).count();
  }

  private void refuse(String cookie, String state) throws Exception {
    Browser browser = new Browser();
    HttpCookie forged = new HttpCookie("__Host-grievances-sign-in", cookie);
    forged.setPath("/");
    forged.setVersion(0);
    browser.cookies.getCookieStore().add(URI.create(server.url()), forged);
    assertEquals(REFUSED, location(browser.open(CALLBACK + "?code=x&state=" + state)));
  }

  /** A state is no secret of the servers: who makes up a sign-in can also compute it. */
  @Test
  void theProviderIsNotAskedForASignInThatNobodyBegan() throws Exception {
    String secret = "ab".repeat(32);
    String state = Secrets.sha256("state " + secret);
    long before = redemptions();
    for (String cookie :
        List.of(
            secret,
            Instant.now().getEpochSecond() + "." + secret,
            Instant.now().getEpochSecond() + "." + secret + ".AAAA",
            "." + secret + ".")) {
      refuse(cookie, state);
    }
    assertEquals(before, redemptions());
  }

  @Test
  void theProviderIsAskedOnceForEachSignIn() throws Exception {
    Browser browser = new Browser();
    String state = parameter("state", URI.create(location(browser.open(SIGN_IN))));
    long before = redemptions();
    for (int time = 0; time < 3; time++) {
      assertEquals(REFUSED, location(browser.open(CALLBACK + "?code=x&state=" + state)));
    }
    assertEquals(before + 1, redemptions());
    assertTrue(log().contains("the sign-in was completed before"));
  }

  /** Each of these would have taken a thread that sign-ins need. */
  @Test
  void usersCanBeginToSignInWhileTheProviderIsSlow() throws Exception {
    List<Browser> browsers = new ArrayList<>();
    List<URI> answers = new ArrayList<>();
    provider.next("12", WRITER);
    for (int browser = 0; browser < 22; browser++) {
      browsers.add(new Browser());
      answers.add(browsers.get(browser).answerOfProvider());
    }
    provider.nextIsSlow(Duration.ofSeconds(15));
    ExecutorService threads = Executors.newFixedThreadPool(browsers.size());
    try {
      Instant start = Instant.now();
      List<Future<HttpResponse<String>>> answered = new ArrayList<>();
      for (int browser = 0; browser < browsers.size(); browser++) {
        Browser each = browsers.get(browser);
        URI answer = answers.get(browser);
        answered.add(threads.submit(() -> each.open(answer)));
      }
      TimeUnit.SECONDS.sleep(1);
      Instant begun = Instant.now();
      assertTrue(location(new Browser().open(SIGN_IN)).startsWith(provider.issuer()));
      assertTrue(Duration.between(begun, Instant.now()).toSeconds() < 3);
      for (Future<HttpResponse<String>> each : answered) {
        assertEquals(REFUSED, location(each.get()));
      }
      assertTrue(Duration.between(start, Instant.now()).toSeconds() < 25);
      assertTrue(log().contains("too many from one address wait for the provider"));
      assertTrue(log().contains("the provider cannot be reached: HttpTimeoutException"));
    } finally {
      threads.shutdown();
    }
    provider.next("13", WRITER);
    await().atMost(TIMEOUT).until(() -> new Browser().signIn().equals("/console/"));
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void anAddressThatAsksTooOftenIsRefused() throws Exception {
    Browser browser = new Browser();
    HttpResponse<String> last = openUntilRefused(browser, CALLBACK, 300);
    assertEquals("1", last.headers().firstValue("Retry-After").orElseThrow());
    assertTrue(last.body().contains("/vbasoftware/problems/rate-limited"), last.body());
    openUntilRefused(browser, SIGN_IN, 20);
    await().atMost(TIMEOUT).until(() -> browser.open(SIGN_IN).statusCode() == 303);
  }

  /** What is granted by the second may come between. */
  private static HttpResponse<String> openUntilRefused(Browser browser, String path, int times)
      throws Exception {
    HttpResponse<String> last = browser.open(path);
    for (int time = 1; time < times && last.statusCode() != 429; time++) {
      last = browser.open(path);
    }
    assertEquals(429, last.statusCode());
    return last;
  }

  @Test
  void signInIsNotOfferedWithoutAProvider() {
    for (String path : List.of(SIGN_IN, CALLBACK)) {
      running.plain().redirects().follow(false).get(path).then().statusCode(404);
    }
  }

  @Test
  void noCodeOrVerifierIsLogged() throws Exception {
    provider.next("11", WRITER);
    Browser browser = new Browser();
    URI answer = browser.answerOfProvider();
    String pending = browser.cookies.getCookieStore().getCookies().get(0).getValue();
    browser.open(answer);
    assertFalse(log().contains(parameter("code", answer)));
    assertFalse(log().contains(pending));
  }
}
