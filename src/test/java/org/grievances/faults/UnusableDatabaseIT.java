package org.grievances.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.grievances.server.LibertyServer;
import org.grievances.server.PostgresDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The log says once why a database cannot be used, however often the service tries to open it. */
class UnusableDatabaseIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** As long as several attempts to open a database take. */
  private static final Duration SEVERAL_ATTEMPTS = Duration.ofSeconds(15);

  private static final int REQUESTS = 20;

  private static final String PASSWORD = "wrong-password-of-a-data-source";

  /** The databases, and what the log has to say about each. */
  private static final Map<String, String> REASONS =
      Map.of(
          "locked", "password authentication failed",
          "nobody", "role \"nobody\" does not exist",
          "missing", "database \"missing\" does not exist",
          "unreachable", "Connection to localhost",
          "foreign", "SQL state 42501",
          "occupied", "SQL state 42",
          "earlier", "its schema was made by a version before 1.0, which cannot be upgraded",
          "earlier-owned", "its schema was made by a version before 1.0, which cannot be upgraded",
          "garbage", "SQL state XCY03",
          "wrongly-marked", "it is marked as spread, which only PostgreSQL can be");

  private static Postgres postgres;
  private static PrivateServer server;

  @BeforeAll
  static void startServer() throws Exception {
    postgres = Postgres.create();
    postgres.execute("create role locked login password 'the right one'");
    postgres.execute("create role \"foreign\" login");
    postgres.execute("create database foreign_schema");
    postgres.execute("create database occupied");
    postgres.execute("occupied", "create table grievances (taken integer)");
    postgres.execute("create role changing login superuser password 'the right one'");
    for (String earlier : List.of("earlier", "earlier_owned")) {
      postgres.execute("create database " + earlier);
      postgres.execute(earlier, "create table record_history (change_id bigint)");
      postgres.execute(
          earlier, "create table database_identity (name text, schema_version integer)");
      postgres.execute(earlier, "insert into database_identity values (null, 19)");
    }
    postgres.requirePasswordOf("locked,changing");
    postgres.execute("create role used login superuser");
    postgres.execute("create database used");
    server =
        PrivateServer.install(
            "unusable",
            Map.of(
                "grievances.databases.wrongly-marked.spread", "true",
                "grievances.databases.earlier-owned.migrate", "false"));
    server.add("locked", as("locked", "postgres", " password=\"" + PASSWORD + "\""));
    server.add("changing", as("changing", "postgres", " password=\"" + PASSWORD + "\""));
    server.add("used", as("used", "used", ""));
    server.add("nobody", as("nobody", "postgres", ""));
    server.add("foreign", as("foreign", "foreign_schema", ""));
    server.add(PostgresDataSource.of("missing", "missing", postgres.port()));
    server.add(PostgresDataSource.of("occupied", "occupied", postgres.port()));
    server.add(PostgresDataSource.of("earlier", "earlier", postgres.port()));
    server.add(PostgresDataSource.of("earlier-owned", "earlier_owned", postgres.port()));
    server.add(PostgresDataSource.of("unreachable", "postgres", LibertyServer.freePort()));
    server.add("garbage", derby("garbage"));
    server.add("wrongly-marked", derby("wrongly-marked"));
    Path garbage = Files.createDirectories(server.directory().resolve("derby/garbage"));
    Files.writeString(garbage.resolve("service.properties"), "garbage");
    server.start();
    server.awaitDatabase(PrivateServer.DERBY);
  }

  private static String as(String user, String database, String more) {
    return PostgresDataSource.of(user, database, postgres.port())
        .xml()
        .replace("user=\"postgres\"", "user=\"" + user + "\"" + more);
  }

  private static String derby(String name) throws IOException {
    return Files.readString(server.directory().resolve("databases/alpha.xml"))
        .replace("alpha", name);
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.close();
    postgres.close();
  }

  @Test
  void reasonIsLoggedOnceForEachUnusableDatabase() throws Exception {
    awaitReasons();
    TimeUnit.SECONDS.sleep(SEVERAL_ATTEMPTS.toSeconds());
    for (Map.Entry<String, String> reason : REASONS.entrySet()) {
      List<String> lines = linesOf(reason.getKey());
      assertEquals(1, lines.size(), () -> String.join("\n", lines));
      assertTrue(lines.get(0).contains(reason.getValue()), lines.get(0));
    }
    String log = messages();
    assertFalse(log.contains("  at "), "an expected fault is logged without a stack trace");
    assertFalse(server.consoleLog().contains(PASSWORD));
  }

  @Test
  void databaseWithASchemaFromBeforeTheFirstVersionIsLeftAsItIs() throws Exception {
    awaitReasons();
    for (String earlier : List.of("earlier", "earlier_owned")) {
      postgres.execute(
          earlier,
          """
          do $$ begin
            assert (select string_agg(relname, ', ' order by relname) from pg_class
              where relnamespace = 'public'::regnamespace and relkind = 'r')
                = 'database_identity, record_history';
            assert (select name is null and schema_version = 19 from database_identity);
          end $$
          """);
    }
    for (String database : List.of("earlier", "earlier-owned")) {
      assertEquals(503, server.exchange("GET", database, "grievances", "").statusCode());
    }
  }

  @Test
  void logDoesNotGrowWhileNothingChanges() throws Exception {
    awaitReasons();
    await("the other reason").atMost(TIMEOUT).until(() -> isNamed("changing"));
    String before = messages();
    TimeUnit.SECONDS.sleep(SEVERAL_ATTEMPTS.toSeconds());
    assertEquals("", messages().substring(before.length()));
  }

  @Test
  void newReasonIsLoggedWhenItChanges() throws Exception {
    awaitReasons();
    postgres.execute("alter role changing nologin");
    postgres.execute("alter role changing password '" + PASSWORD + "'");
    await("the new reason")
        .atMost(TIMEOUT)
        .until(() -> messages().contains("role \"changing\" is not permitted to log in"));
    postgres.execute("alter role changing login");
    await("its use")
        .atMost(TIMEOUT)
        .until(() -> messages().contains("Database changing can be used."));
  }

  @Test
  void requestsDuringAnOutageLogNoStackTraces() throws Exception {
    server.awaitDatabase("used");
    int before = messages().length();
    postgres.execute("alter role used nologin");
    postgres.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'used'");
    for (int request = 0; request < REQUESTS; request++) {
      assertEquals(503, server.exchange("GET", "used", "grievances", "").statusCode());
    }
    await("the reason").atMost(TIMEOUT).until(() -> isNamed("used"));
    List<String> logged =
        messages().substring(before).lines().filter(line -> !line.contains("audit")).toList();
    assertTrue(logged.size() < REQUESTS, () -> String.join("\n", logged));
    assertTrue(logged.stream().noneMatch(line -> line.strip().startsWith("at ")));
    assertTrue(logged.stream().anyMatch(line -> line.contains("Requests get no connection")));
  }

  private static void awaitReasons() {
    for (String database : REASONS.keySet()) {
      await("the reason of " + database).atMost(TIMEOUT).until(() -> isNamed(database));
    }
  }

  private static boolean isNamed(String database) throws IOException {
    return !linesOf(database).isEmpty();
  }

  private static List<String> linesOf(String database) throws IOException {
    return messages()
        .lines()
        .filter(line -> line.contains("Database " + database + " cannot be used"))
        .toList();
  }

  private static String messages() throws IOException {
    return Files.readString(server.directory().resolve("logs/messages.log"));
  }
}
