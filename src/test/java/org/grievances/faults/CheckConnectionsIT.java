package org.grievances.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.grievances.server.LibertyServer;
import org.grievances.server.PostgresDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program that checks a configuration finds by connecting what a server would fail at. */
class CheckConnectionsIT {
  private static final Path MIGRATION =
      Path.of("src/main/resources/db/migration/postgresql/V1__baseline.sql");
  private static final Path GRANTS = Path.of("src/main/deploy/postgresql/grants.sql");

  private static Postgres postgres;

  @TempDir private Path directory;
  private HttpServer provider;
  private int status;

  @BeforeAll
  static void startDatabase() throws Exception {
    postgres = Postgres.create();
    postgres.execute("create role stranger login");
    postgres.execute("create role grievances_service login");
    postgres.execute("create role locked login password 'the right one'");
    postgres.requirePasswordOf("locked");
    postgres.execute("create database fresh");
    postgres.execute("create database owned");
    postgres.execute("owned", Files.readString(MIGRATION));
    postgres.execute(
        "owned", "update database_identity set name = 'northwind', schema_version = 1");
  }

  @AfterAll
  static void stopDatabase() throws IOException {
    postgres.close();
  }

  @BeforeEach
  void createServer() throws IOException {
    Path built = Path.of("target/liberty/wlp/usr/servers/defaultServer");
    for (String part : List.of("apps", "lib")) {
      Files.createSymbolicLink(directory.resolve(part), built.resolve(part).toAbsolutePath());
    }
    LibertyServer.copy(Path.of("liberty"), directory.resolve("server"));
    for (String part : List.of("server.xml", "configDropins", "databases")) {
      Files.move(directory.resolve("server").resolve(part), directory.resolve(part));
    }
    provider = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    provider.createContext(
        "/keys",
        exchange -> {
          byte[] keys = "{\"keys\":[]}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, keys.length);
          exchange.getResponseBody().write(keys);
          exchange.close();
        });
    provider.createContext(
        "/issuer/.well-known/openid-configuration",
        exchange -> {
          byte[] about =
              ("{\"issuer\":\"" + url("/issuer") + "\"}").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, about.length);
          exchange.getResponseBody().write(about);
          exchange.close();
        });
    provider.start();
  }

  private String url(String path) {
    return "http://localhost:" + provider.getAddress().getPort() + path;
  }

  @AfterEach
  void stopProvider() {
    provider.stop(0);
  }

  private void add(String name, String database, String user) throws IOException {
    Files.writeString(
        directory.resolve("databases/" + name + ".xml"),
        PostgresDataSource.of(name, database, postgres.port())
            .xml()
            .replace("user=\"postgres\"", "user=\"" + user + "\""));
  }

  private List<String> check(Map<String, String> environment) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-jar",
            "target/grievances-check.jar",
            "--connect",
            directory.toString());
    builder.environment().put("keystore_password", "x");
    builder.environment().put("GRIEVANCES_HTTPS_PORT", Integer.toString(LibertyServer.freePort()));
    builder
        .environment()
        .put("GRIEVANCES_OPERATIONS_PORT", Integer.toString(LibertyServer.freePort()));
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    status = process.waitFor();
    return new ArrayList<>(said.lines().toList());
  }

  private void assertOnly(String error, Map<String, String> environment) throws Exception {
    List<String> lines = check(environment);
    assertEquals(1, lines.size(), lines::toString);
    assertTrue(lines.get(0).contains(error), lines::toString);
    assertEquals(1, status);
  }

  @Test
  void usableConfigurationIsPassed() throws Exception {
    add("fresh", "fresh", "postgres");
    add("northwind", "owned", "postgres");
    assertEquals(List.of(), check(Map.of("MP_JWT_VERIFY_PUBLICKEY_LOCATION", url("/keys"))));
    assertEquals(0, status);
  }

  @Test
  void databaseThatDoesNotAnswerIsReported() throws Exception {
    Files.writeString(
        directory.resolve("databases/gone.xml"),
        PostgresDataSource.of("gone", "gone", LibertyServer.freePort()).xml());
    assertOnly("databases/gone.xml:4: error: database gone cannot be used: ", Map.of());
  }

  @Test
  void databaseThatIsMissingIsReported() throws Exception {
    add("gone", "gone", "postgres");
    assertOnly("error: database gone cannot be used: FATAL: database \"gone\"", Map.of());
  }

  @Test
  void wrongPasswordIsReported() throws Exception {
    add("fresh", "fresh", "locked\" password=\"${FRESH_PASSWORD}");
    assertOnly("password authentication failed", Map.of("FRESH_PASSWORD", "wrong"));
    assertEquals(
        List.of(),
        check(Map.of("FRESH_PASSWORD", "the right one")).stream()
            .filter(line -> line.contains("authentication"))
            .toList());
  }

  @Test
  void secretThatIsNotSetIsReported() throws Exception {
    add("fresh", "fresh", "locked\" password=\"${FRESH_PASSWORD}");
    assertOnly("database fresh is not tried: ${FRESH_PASSWORD} is not set here", Map.of());
  }

  @Test
  void databaseWithoutVerifiedTlsIsReported() throws Exception {
    add("fresh", "fresh", "postgres\" sslMode=\"verify-full");
    assertOnly("The server does not support SSL", Map.of());
  }

  @Test
  void databaseOfAnotherNameIsReported() throws Exception {
    add("acme", "owned", "postgres");
    assertOnly(
        "database acme leads to a database that says that it is 'northwind'; correct the address",
        Map.of());
  }

  @Test
  void schemaThatNeedsALaterReleaseIsReported() throws Exception {
    add("northwind", "owned", "postgres");
    postgres.execute("owned", "update database_identity set minimum_version = 2");
    try {
      assertOnly(
          "database northwind has version 1 of the schema, which needs a release of version 2 or"
              + " later; this one has 1",
          Map.of());
    } finally {
      postgres.execute("owned", "update database_identity set minimum_version = 1");
    }
  }

  @Test
  void newDatabaseInWhichNothingCanBeMadeIsReported() throws Exception {
    add("fresh", "fresh", "stranger");
    assertOnly("database fresh is new, and this user may not create tables in it", Map.of());
  }

  @Test
  void databaseWithoutTheSchemaOfItsOwnerIsReported() throws Exception {
    add("fresh", "fresh", "stranger");
    assertOnly(
        "database fresh has no schema: its owner runs the scripts",
        Map.of("GRIEVANCES_DATABASES_FRESH_MIGRATE", "false"));
  }

  @Test
  void missingGrantsAreReportedUntilTheyAreThere() throws Exception {
    Map<String, String> owned = Map.of("GRIEVANCES_DATABASES_NORTHWIND_MIGRATE", "false");
    add("northwind", "owned", "grievances_service");
    assertOnly("may not be read by this user: its owner runs grants.sql", owned);
    postgres.execute("owned", "grant select on database_identity to grievances_service");
    assertOnly("has tables that this user may not use: its owner runs grants.sql (", owned);
    postgres.execute("owned", Files.readString(GRANTS));
    assertEquals(List.of(), check(owned));
  }

  @Test
  void providerWithoutKeysIsReported() throws Exception {
    String keys = url("/elsewhere");
    assertOnly(
        "mp.jwt.verify.publickey.location: "
            + keys
            + " cannot be used: the answer has the status 404",
        Map.of("MP_JWT_VERIFY_PUBLICKEY_LOCATION", keys));
  }

  /** The provider of the test has no TLS, which is an error of its own. */
  @ParameterizedTest
  @CsvSource({
    "/issuer, ''",
    "/issuer/, the answer does not have",
    "/nobody, the answer has the status 404"
  })
  void consolesProviderOfAnotherNameIsReported(String path, String reason) throws Exception {
    List<String> lines = check(Map.of("GRIEVANCES_CONSOLE_OPENID_CONNECT_ISSUER", url(path)));
    lines.removeIf(line -> line.contains("begins with https://"));
    assertEquals(reason.isEmpty() ? 0 : 1, lines.size(), lines::toString);
    assertTrue(lines.toString().contains(reason), lines::toString);
  }

  @Test
  void portThatIsTakenIsReported() throws Exception {
    String taken = Integer.toString(provider.getAddress().getPort());
    List<String> lines =
        check(Map.of("GRIEVANCES_HTTPS_PORT", taken, "GRIEVANCES_HOST", "localhost"));
    assertEquals(1, lines.size(), lines::toString);
    assertTrue(lines.get(0).contains("port " + taken + " is not free"), lines::toString);
    assertEquals(0, status);
  }
}
