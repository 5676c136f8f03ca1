package org.grievances.faults;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.response.Response;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.grievances.server.LibertyServer;
import org.grievances.server.Overrides;
import org.grievances.server.PostgresDataSource;
import org.grievances.server.Schema;
import org.grievances.server.Secrets;
import org.grievances.server.SentContents;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A server whose operator makes mistakes, and changes keys while it runs. Its version has a
 * migration that the owner of the database {@code owned} has not run yet.
 */
@TestMethodOrder(MethodOrderer.MethodName.class)
class ConfigurationIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final String APPLICATION_STARTED = "CWWKZ0018I";

  /** A name of this machine that the service takes for that of another one. */
  private static final String REMOTE = "127.1";

  private static final String TEMPORARY = "temporary";
  private static final String KEY = Secrets.randomText();
  private static final String OTHER_KEY = Secrets.randomText();

  private static Postgres postgres;
  private static Secrets secrets;
  private static LibertyServer server;
  private static String token;

  @BeforeAll
  static void start() throws Exception {
    List.of(KEY, OTHER_KEY).forEach(SentContents.OF_THE_RUN::add);
    postgres = Postgres.create();
    for (String database : List.of("northwind", "southwind", "remote", "owned")) {
      postgres.execute("create database " + database);
    }
    Schema.createInPostgreSql(dataSource("owned"), statement -> {});
    secrets = Secrets.create(Path.of("target/servers/configuration-secrets"));
    SentContents.OF_THE_RUN.add(secrets.apiKey());
    token = secrets.token("writer", "grievance-writer");
    server = LibertyServer.install("configuration", overrides()).startingQuickly();
    LaterVersion.ON_POSTGRESQL.putInto(server);
    for (String database : List.of("northwind", "southwind", "owned")) {
      server.addDatabase(database, xml(database, database));
    }
    server.addDatabase("remote", xml("remote", "remote").replace("localhost", REMOTE));
    server.addDatabase(
        "misspelt", xml("misspelt", "misspelt").replace("jdbc/grievances/", "jdbc/grievance/"));
    server.start();
    awaitState("northwind", "UP");
    awaitState("southwind", "UP");
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
    postgres.close();
  }

  private static Overrides overrides() throws Exception {
    return Overrides.of(secrets)
        .set("grievances.batch.max-itmes", "5")
        .set("grievances.databases.beta.max-concurrent", "-1")
        .set("grievances.databases.owned.migrate", "false")
        .set("grievances.databases.nowhere.history", "false");
  }

  private static PGSimpleDataSource dataSource(String database) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setPortNumbers(new int[] {postgres.port()});
    source.setDatabaseName(database);
    source.setUser("postgres");
    return source;
  }

  private static String xml(String name, String database) {
    return PostgresDataSource.of(name, database, postgres.port()).xml();
  }

  /** A running server looks for new files when its first one changes. */
  private static void addWhileRunning(String file, String xml) throws IOException {
    server.addDatabase(file, xml);
    Files.setLastModifiedTime(
        server.directory().resolve("server.xml"), FileTime.from(Instant.now()));
  }

  private static void awaitState(String database, String state) {
    await(database + " is " + state)
        .atMost(TIMEOUT)
        .ignoreExceptions()
        .until(
            () ->
                given()
                    .relaxedHTTPSValidation()
                    .get(server.operationsUrl() + "/health/ready")
                    .asString()
                    .contains("\"" + database + "\":\"" + state));
  }

  private static void awaitLog(String text) {
    await("the log says: " + text).atMost(TIMEOUT).until(() -> log().contains(text));
  }

  private static String log() throws IOException {
    return Files.readString(server.directory().resolve("logs/messages.log"));
  }

  private static long applicationStarts() throws IOException {
    return log().lines().filter(line -> line.contains(APPLICATION_STARTED)).count();
  }

  private static Response get(String key, String database) {
    return given()
        .relaxedHTTPSValidation()
        .header("User-Agent", "grievances-faults")
        .header("x-api-key", key)
        .header("Authorization", "Bearer " + token)
        .header("vbasoftware-database", database)
        .get(server.url() + "/vbasoftware/grievances/1");
  }

  private static void awaitStatus(int status, String key) {
    await("status " + status)
        .atMost(TIMEOUT)
        .until(() -> get(key, "northwind").statusCode() == status);
  }

  @Test
  void a_misspeltSettingsAndDataSourcesAreReported() {
    awaitLog(
        "Setting grievances.batch.max-itmes is unknown and has no effect:"
            + " grievances.batch.max-items is probably meant.");
    awaitLog("Data source jdbc/grievance is not used: name it jdbc/grievances/NAME");
    awaitLog(
        "Setting grievances.databases.nowhere.history has no effect: no data source is"
            + " jdbc/grievances/nowhere");
  }

  @Test
  void a_databaseOnAnotherMachineWithoutVerifiedTlsIsReported() throws IOException {
    awaitState("remote", "UP");
    awaitLog(
        "Database remote is reached without verified TLS: set sslMode=\"verify-full\" and"
            + " sslRootCert on its data source");
    assertFalse(log().contains("Database northwind is reached without"));
  }

  @Test
  void b_databaseWithASettingThatCannotBeUsedIsDownAndTheOthersAreNot() {
    awaitState("beta", "DOWN");
    assertEquals(503, get(secrets.apiKey(), "beta").statusCode());
    assertEquals(404, get(secrets.apiKey(), "northwind").statusCode());
    awaitLog(
        "Database beta cannot be used: grievances.databases.beta.max-concurrent is -1, which is not"
            + " a whole number from 1 on");
  }

  @Test
  void c_schemaThatIsOlderThanTheServiceIsDownUntilItsOwnerHasRunTheScripts() throws Exception {
    awaitState("owned", "DOWN");
    awaitLog("Database owned cannot be used: its schema has version ");
    awaitLog("and this service needs 900: its owner runs the scripts of db/migration/postgresql");
    assertEquals(503, get(secrets.apiKey(), "owned").statusCode());
    try (Connection connection = dataSource("owned").getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(LaterVersion.ON_POSTGRESQL.sql());
    }
    awaitState("owned", "UP");
  }

  @Test
  void d_databaseIsNotShownUnderASecondName() throws Exception {
    addWhileRunning("acme", xml("acme", "northwind"));
    awaitState("acme", "DOWN");
    assertEquals(503, get(secrets.apiKey(), "acme").statusCode());
    awaitLog(
        "Database acme cannot be used: the database there says that it is 'northwind'. Correct the"
            + " address in its data source");
    assertEquals(404, get(secrets.apiKey(), "northwind").statusCode());
  }

  @Test
  void e_derbyDatabaseIsNotShownUnderASecondName() throws Exception {
    Path alpha = server.directory().resolve("databases/alpha.xml");
    addWhileRunning(
        "omega", Files.readString(alpha).replace("jdbc/grievances/alpha", "jdbc/grievances/omega"));
    awaitState("omega", "DOWN");
    awaitLog("Database omega cannot be used: the database there says that it is 'alpha'");
  }

  @Test
  void f_replicaOfAnotherDatabaseIsNotRead() throws Exception {
    addWhileRunning(
        "replica", PostgresDataSource.of("northwind", "southwind", postgres.port()).replicaXml());
    awaitLog(
        "The replica of database northwind cannot be used: the database there says that it is"
            + " 'southwind'");
    awaitState("northwind replica", "DOWN");
    assertEquals(404, get(secrets.apiKey(), "northwind").statusCode());
  }

  @Test
  void g_databaseThatWasRenamedOnPurposeIsOpened() throws Exception {
    try (Connection connection = dataSource("northwind").getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE database_identity SET name = 'acme'");
    }
    awaitState("acme", "UP");
    assertEquals(404, get(secrets.apiKey(), "acme").statusCode());
  }

  @Test
  void h_brokenFileChangesNothingWhileTheServerRuns() throws Exception {
    addWhileRunning("broken", "<server>\n  <dataSource jndiName=");
    awaitLog("CWWKG0015E");
    assertEquals(404, get(secrets.apiKey(), "southwind").statusCode());
    Files.delete(server.directory().resolve("databases/broken.xml"));
  }

  @Test
  void i_keysAndRatesCountWithoutARestart() throws Exception {
    long starts = applicationStarts();
    assertEquals(401, get(KEY, "northwind").statusCode());
    server.configure(overrides().addClient(TEMPORARY, KEY, "*", 7));
    awaitStatus(404, KEY);
    assertTrue(get(KEY, "northwind").header("RateLimit-Policy").contains("q=14;"));

    server.configure(overrides().addClient(TEMPORARY, KEY, "*", 9));
    await("the new rate")
        .atMost(TIMEOUT)
        .until(() -> get(KEY, "northwind").header("RateLimit-Policy").contains("q=18;"));

    server.configure(overrides().addClient(TEMPORARY, OTHER_KEY, "*", 9));
    awaitStatus(401, KEY);
    assertEquals(404, get(OTHER_KEY, "northwind").statusCode());

    server.configure(
        overrides()
            .addClient(TEMPORARY, OTHER_KEY, "*", 9)
            .set("grievances.api-keys.temporary.sha256", "unreadable"));
    awaitStatus(401, OTHER_KEY);
    awaitLog("API client temporary cannot get in: a sha256 is not 64 hexadecimal digits");

    server.configure(overrides());
    awaitLog("API client temporary was removed, and its key is refused.");
    assertEquals(401, get(OTHER_KEY, "northwind").statusCode());
    assertEquals(404, get(secrets.apiKey(), "northwind").statusCode());
    assertFalse(log().contains(Secrets.sha256(KEY)), "a hash in the log");
    assertEquals(starts, applicationStarts());
  }

  /** The key would open the databases of either, by the order of their names. */
  @Test
  void i_keyOfTwoClientsIsThatOfTheFirst() throws Exception {
    String key = Secrets.randomText();
    server.configure(
        overrides().addClient("one", key, "southwind").addClient("two", key, "northwind"));
    await("the first client")
        .atMost(TIMEOUT)
        .until(() -> get(key, "southwind").statusCode() == 404);
    awaitLog("API client two cannot get in: another client has its key");
    assertEquals(403, get(key, "northwind").statusCode());
    server.configure(overrides());
    awaitStatus(404, secrets.apiKey());
  }

  /** As the page on data at rest says. */
  @Test
  void j_derbyDatabaseCanBeEncrypted() throws Exception {
    String alpha = Files.readString(server.directory().resolve("databases/alpha.xml"));
    addWhileRunning(
        "sealed",
        alpha
            .replace("alpha", "sealed")
            .replace(
                "createDatabase=\"create\"",
                "createDatabase=\"create\""
                    + " connectionAttributes=\"dataEncryption=true;bootPassword="
                    + Secrets.randomText()
                    + "\""));
    awaitState("sealed", "UP");
    Path properties = server.directory().resolve("derby/sealed/service.properties");
    assertTrue(Files.readString(properties).contains("dataEncryption=true"));
  }

  @Test
  void k_renewedCertificateCountsWithoutARestart() throws Exception {
    secrets.renewCertificate();
    HttpClient trusting = HttpClient.newBuilder().sslContext(secrets.trusting()).build();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.operationsUrl() + "/health/live")).build();
    await("the new certificate")
        .atMost(TIMEOUT)
        .ignoreExceptions()
        .until(
            () ->
                trusting.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200);
  }
}
