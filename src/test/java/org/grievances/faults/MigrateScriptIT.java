package org.grievances.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.grievances.server.LibertyServer;
import org.grievances.server.Overrides;
import org.grievances.server.PostgresDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Migrations that an operator runs before the servers of a version, and without them. */
class MigrateScriptIT {
  private static Postgres postgres;

  @BeforeAll
  static void startDatabase() throws Exception {
    postgres = Postgres.create();
    postgres.execute("create database northwind");
  }

  @AfterAll
  static void stopDatabase() throws IOException {
    postgres.close();
  }

  private static String migrate(LibertyServer server, int expected, int seconds) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("sh", server.directory().resolve("migrate.sh").toString());
    Path wlp = Path.of("target/liberty/wlp").toAbsolutePath();
    builder.environment().put("WLP_HOME", wlp.toString());
    builder
        .environment()
        .put(
            "WLP_USER_DIR", server.directory().getParent().getParent().toAbsolutePath().toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("TIMEOUT", Integer.toString(seconds));
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(expected, process.waitFor(), said);
    assertFalse(server.isRunning());
    return said;
  }

  @Test
  void everyDatabaseIsMigratedAndTheServerStopped() throws Exception {
    try (LibertyServer server =
        LibertyServer.install("migrate", new Overrides()).startingQuickly()) {
      server.addDatabase(
          "northwind", PostgresDataSource.of("northwind", "northwind", postgres.port()).xml());
      String said = migrate(server, 0, 120);
      assertTrue(said.contains("Database northwind: schema version 1, 1 migrations run."), said);
      postgres.execute("northwind", "select grievance_key from grievances");
    }
  }

  @Test
  void databaseThatCannotBeUsedIsNamed() throws Exception {
    try (LibertyServer server =
        LibertyServer.install("migrate-not", new Overrides()).startingQuickly()) {
      server.addDatabase("gone", PostgresDataSource.of("gone", "gone", postgres.port()).xml());
      String said = migrate(server, 1, 30);
      assertTrue(said.contains("Database gone cannot be used: "), said);
      assertTrue(said.contains("Not all databases can be used"), said);
    }
  }
}
