package org.grievances.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.grievances.server.LibertyServer;

/**
 * A version after this one: its migration adds a column to the grievances and to their history, as
 * the pages ask of a minor version. Every grievance has a value in that column.
 */
enum LaterVersion {
  ON_DERBY("derby", "alter table grievances_history add column later varchar(20);"),
  ON_POSTGRESQL("postgresql", "select track_records('grievances');");

  /** Said by a server of the version before where the schema requires this one. */
  static final String REQUIRED =
      "its schema has version 900, made by a later release, and needs a release of schema version"
          + " 900 or later; this one has 1.";

  private static final int SCHEMA = 900;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private static final String FILE = "V" + SCHEMA + "__later.sql";

  private final String folder;
  private final String sql;

  LaterVersion(String folder, String history) {
    this.folder = folder;
    this.sql =
        """
        alter table grievances add column later varchar(20) default 'later';
        %s
        update database_identity set schema_version = %d;
        """
            .formatted(history, SCHEMA);
  }

  /** The script, which the owner of a schema runs. */
  String sql() {
    return sql;
  }

  /** Makes a server that is stopped one of this version. */
  void putInto(LibertyServer server) throws IOException {
    server.addMigration(folder + "/" + FILE, sql);
  }

  /** Makes it one of the version before again. */
  void takeOutOf(LibertyServer server) throws IOException {
    server.removeMigration(folder + "/" + FILE);
  }

  /**
   * Checks that the grievances, and what the version before has written of their former states
   * since its servers were started again, have the column of this version.
   *
   * @param since the number of the last change before that
   */
  static void checkColumn(Connection database, long since) throws SQLException {
    assertEquals(0, number(database, "select count(*) from grievances where later is null"));
    String former =
        "select count(*) from grievances_history h, record_changes c where h.change_id = c.change_id"
            + " and c.change <> 'created' and h.change_id > "
            + since;
    assertTrue(number(database, former) > 0, "former states since change " + since);
    assertEquals(0, number(database, former + " and h.later is null"));
  }

  /** The number of the last change. */
  static long lastChange(Connection database) throws SQLException {
    return number(database, "select max(change_id) from record_changes");
  }

  /** How many changes of grievances the history has. */
  static long changes(Connection database) throws SQLException {
    return number(database, "select count(*) from grievances_history");
  }

  /** Has the schema say that only this version can use it, or that the version before can, too. */
  static void requireThis(Connection database, boolean isRequired) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute(
          "update database_identity set minimum_version = " + (isRequired ? SCHEMA : 1));
    }
  }

  /**
   * Waits until a server that is of the version before refuses a database that requires this one,
   * and checks that it serves no caller.
   *
   * @param client that sends to the server first
   */
  static void awaitRefusal(ServerGroup group, int server, String database, ResendingClient client)
      throws IOException, InterruptedException {
    Path log = group.servers().get(server).directory().resolve("logs/messages.log");
    await("the refusal of " + database)
        .atMost(TIMEOUT)
        .until(() -> Files.readString(log).contains(REQUIRED));
    assertFalse(group.readiness(server).contains("\"" + database + "\":\"UP\""));
    HttpResponse<String> refused =
        client.sendOnce("PUT", database, PrivateServer.BATCH, "[{\"grievance_Key\":1}]");
    assertEquals(503, refused.statusCode(), refused.body());
  }

  private static long number(Connection database, String query) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
