package org.grievances.contract;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.grievances.server.RunningServer;
import org.grievances.server.Secrets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the administrator's view: which databases it lists, and what it tells about each. */
@ExtendWith(RunningServer.Resolver.class)
class DatabasesViewIT {
  private static final String VIEW = "/vbasoftware/databases";
  private static final String ADMIN = "grievance-admin";
  private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final List<String> MEMBERS =
      List.of(
          "name",
          "zone",
          "state",
          "product",
          "version",
          "schemaVersion",
          "grievances",
          "bytes",
          "historyFrom");

  /** Without the header that names a database. */
  private static RequestSpecification admin(RunningServer server) {
    return server.credentials(server.secrets().apiKey(), server.token(ADMIN));
  }

  private static String tokenFor(RunningServer server, List<String> databases)
      throws JOSEException {
    return server
        .secrets()
        .sign(Secrets.claims(RunningServer.USER, ADMIN).claim("databases", databases).build());
  }

  private static Map<String, Object> view(RunningServer server, String database) {
    List<Map<String, Object>> all =
        admin(server).get(VIEW).then().statusCode(200).extract().path("data");
    return all.stream().filter(each -> each.get("name").equals(database)).findAny().orElseThrow();
  }

  /** Not while the server's processors are so busy that the answer takes longer than it may. */
  private static Map<String, Object> answered(RunningServer server, String database) {
    return await()
        .atMost(TIMEOUT)
        .pollDelay(Duration.ZERO)
        .until(() -> view(server, database), view -> view.get("bytes") != null);
  }

  private static long number(Map<String, Object> view, String member) {
    return ((Number) view.get(member)).longValue();
  }

  private static String latestMigration(String product) throws IOException {
    try (Stream<Path> files = Files.list(MIGRATIONS.resolve(product))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".sql"))
          .mapToInt(name -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
          .boxed()
          .max(Integer::compare)
          .orElseThrow()
          .toString();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "viewed-derby, derby, Apache Derby, 10[.].*",
    "viewed-postgresql, postgresql, PostgreSQL, [1-9][0-9][.].*"
  })
  void aDatabaseIsShownAsItIsNow(
      String database, String folder, String product, String version, RunningServer server)
      throws IOException {
    server.awaitUse(database);
    Map<String, Object> before = answered(server, database);
    Instant begun = Instant.now();
    assertEquals(MEMBERS, List.copyOf(before.keySet()));
    assertEquals("UP", before.get("state"));
    assertEquals(product, before.get("product"));
    assertTrue(before.get("version").toString().matches(version), before.toString());
    assertEquals(latestMigration(folder), before.get("schemaVersion"));
    assertEquals(0, number(before, "grievances"));
    assertTrue(number(before, "bytes") > 0);
    assertNull(before.get("historyFrom"), "no change yet");

    put(server, database, "[{\"grievance_Key\":1},{\"grievance_Key\":2}]");

    Map<String, Object> filled = answered(server, database);
    assertEquals(2, number(filled, "grievances"));
    String from = filled.get("historyFrom").toString();
    Instant first = Instant.parse(from);
    assertTrue(from.endsWith("Z"), from);
    assertFalse(first.isBefore(begun.minusMillis(1)), from);
    assertFalse(first.isAfter(Instant.now()), from);

    put(server, database, "[{\"grievance_Key\":2},{\"grievance_Key\":3}]");
    server.to(database).delete("/vbasoftware/grievances/1").then().statusCode(204);

    Map<String, Object> changed = answered(server, database);
    assertEquals(2, number(changed, "grievances"));
    assertEquals(from, changed.get("historyFrom"), "the first change is still kept");
    assertTrue(number(changed, "bytes") >= number(before, "bytes"));
  }

  private static void put(RunningServer server, String database, String batch) {
    server.to(database).body(batch).put(RunningServer.BATCH).then().statusCode(207);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unkept-derby", "unkept-postgresql"})
  void aDatabaseThatKeepsNoHistoryHasNoBeginningOfIt(String database, RunningServer server) {
    server.awaitUse(database);
    put(server, database, "[{\"grievance_Key\":-4242}]");
    Map<String, Object> view = answered(server, database);
    assertTrue(number(view, "grievances") > 0);
    assertNull(view.get("historyFrom"));
  }

  /** Whoever owns the schema need not have used this service's tool for migrations. */
  @Test
  void aSchemaMadeByOthersHasAVersionAndAHistory(RunningServer server) throws IOException {
    server.awaitUse("owned");
    put(server, "owned", "[{\"grievance_Key\":-4242}]");
    Map<String, Object> view = answered(server, "owned");
    assertEquals(latestMigration("postgresql"), view.get("schemaVersion"));
    assertNotNull(view.get("historyFrom"));
  }

  /** The service has no connections of its own with a data source of this type. */
  @Test
  void aDatabaseOfAnotherTypeOfDataSourceIsShownToo(RunningServer server) {
    server.awaitUse("xa");
    assertEquals("Apache Derby", answered(server, "xa").get("product"));
  }

  @Test
  void allDatabasesAreListedByNameForCallersThatMayUseAll(RunningServer server) {
    List<String> names = admin(server).get(VIEW).path("data.name");
    assertTrue(
        names.containsAll(Set.of("alpha", "beta", "gamma", "delta", "absent", "xa", "owned")));
    assertEquals(names.stream().sorted().toList(), names);
  }

  @Test
  void theHeaderThatNamesADatabaseIsNotRead(RunningServer server) {
    List<String> names = admin(server).get(VIEW).path("data.name");
    for (String ignored : List.of("alpha", "nope", " ")) {
      admin(server)
          .header("vbasoftware-database", ignored)
          .get(VIEW)
          .then()
          .statusCode(200)
          .body("data.name", equalTo(names));
    }
  }

  @ParameterizedTest
  @CsvSource({
    // API key's database | databases claim | listed
    "*,     alpha,       alpha",
    "*,     beta delta,  beta delta",
    "*,     alpha nope,  alpha",
    "*,     ALPHA,       ''",
    "*,     '',          ''",
    "alpha, ,            alpha",
    "alpha, alpha beta,  alpha",
    "alpha, *,           alpha",
    "alpha, beta,        ''",
  })
  void onlyDatabasesThatBothKeyAndTokenCoverAreListed(
      String keyDatabase, String claimed, String listed, RunningServer server)
      throws JOSEException {
    String key = keyDatabase.equals("*") ? server.secrets().apiKey() : RunningServer.ALPHA_KEY;
    String token = claimed == null ? server.token(ADMIN) : tokenFor(server, names(claimed));
    Response response = server.credentials(key, token).get(VIEW);
    response.then().statusCode(200).body("data.name", equalTo(names(listed)));
    for (String other : List.of("gamma", "absent", "owned", "nope")) {
      assertFalse(response.asString().contains(other), other);
    }
  }

  private static List<String> names(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" +"));
  }

  @Test
  void anUnreachableDatabaseIsShownAsDown(RunningServer server) throws JOSEException {
    Map<String, Object> expected = new LinkedHashMap<>();
    MEMBERS.forEach(member -> expected.put(member, null));
    expected.put("name", "absent");
    expected.put("zone", "UTC");
    expected.put("state", "DOWN");
    String token = tokenFor(server, List.of("absent"));
    await()
        .atMost(TIMEOUT)
        .until(
            () -> server.credentials(server.secrets().apiKey(), token).get(VIEW).path("data"),
            List.of(expected)::equals);
  }

  @Test
  void aDatabaseThatDoesNotAnswerHoldsUpNoOther(RunningServer server)
      throws JOSEException, SQLException {
    server.awaitUse("viewed-postgresql");
    String token = tokenFor(server, List.of("alpha", "viewed-postgresql"));
    RequestSpecification request = server.credentials(server.secrets().apiKey(), token);
    try (Connection connection = server.postgres("viewed");
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("LOCK TABLE row_counts IN ACCESS EXCLUSIVE MODE");
      Instant sent = Instant.now();
      request
          .get(VIEW)
          .then()
          .statusCode(200)
          .body("data.name", contains("alpha", "viewed-postgresql"))
          .body("data[0].bytes", notNullValue())
          .body("data[1].state", equalTo("UP"))
          .body("data[1].product", nullValue())
          .body("data[1].grievances", nullValue());
      assertTrue(Duration.between(sent, Instant.now()).compareTo(SOON) < 0);
      await("that nothing is left waiting").atMost(TIMEOUT).until(() -> !isWaitedFor(server));
      connection.rollback();
    }
    assertNotNull(answered(server, "viewed-postgresql").get("grievances"));
  }

  private static boolean isWaitedFor(RunningServer server) throws SQLException {
    try (Connection connection = server.postgres();
        Statement statement = connection.createStatement();
        ResultSet waiting =
            statement.executeQuery(
                "SELECT FROM pg_stat_activity"
                    + " WHERE datname = 'viewed' AND wait_event_type = 'Lock'")) {
      return waiting.next();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/json", "text/plain"})
  void theAnswerHasTheEnvelopeInEachMediaType(String type, RunningServer server)
      throws JOSEException {
    server
        .credentials(server.secrets().apiKey(), tokenFor(server, List.of("alpha")))
        .accept(type)
        .get(VIEW)
        .then()
        .statusCode(200)
        .header("Content-Type", matchesPattern(type + "(;.*)?"))
        .header("activity-id", notNullValue());
    admin(server)
        .get(VIEW)
        .then()
        .body("error", nullValue())
        .body("debug.activityID", notNullValue())
        .body("data", not(empty()))
        .body("data.name", hasItems("alpha"));
  }

  @Test
  void otherMediaTypesAndMethodsAreNotOffered(RunningServer server) {
    admin(server).accept("text/csv").get(VIEW).then().statusCode(406);
    admin(server).head(VIEW).then().statusCode(200);
    admin(server).options(VIEW).then().statusCode(204).header("Allow", containsString("GET"));
    admin(server)
        .post(VIEW)
        .then()
        .statusCode(405)
        .body("error.type", equalTo("/vbasoftware/problems/method-not-allowed"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"grievance-reader", "grievance-writer"})
  void otherRolesMayNotSeeIt(String role, RunningServer server) {
    server
        .credentials(server.secrets().apiKey(), server.token(role))
        .get(VIEW)
        .then()
        .statusCode(403)
        .body("error.type", equalTo("/vbasoftware/problems/role-forbidden"))
        .body("data", nullValue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha", "delta"})
  void aSignedInUserSeesTheDatabaseOfTheSessionWhileItIsOpen(
      String database, RunningServer server) {
    String token =
        server
            .plain()
            .header("x-api-key", server.secrets().apiKey())
            .header("vbasoftware-database", database)
            .header("vbasoftware-client-id", Secrets.CLIENT)
            .header("vbasoftware-client-code", server.secrets().clientCode())
            .auth()
            .preemptive()
            .basic(RunningServer.USERS.get(ADMIN), RunningServer.PASSWORD)
            .post("/vbasoftware/user-authentication")
            .then()
            .statusCode(200)
            .extract()
            .path("data.authenticationResult.accessToken");
    RequestSpecification request = server.credentials(server.secrets().apiKey(), token);
    request.get(VIEW).then().statusCode(200).body("data.name", contains(database));
    server
        .credentials(server.secrets().apiKey(), token)
        .header("vbasoftware-database", database)
        .post("/vbasoftware/logout")
        .then()
        .statusCode(204);
    request
        .get(VIEW)
        .then()
        .statusCode(401)
        .body("error.type", equalTo("/vbasoftware/problems/token-refused"));
  }
}
