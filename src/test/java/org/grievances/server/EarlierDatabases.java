package org.grievances.server;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Databases as a version of the service left them that kept both states of a changed record, as
 * JSON: with one record that was created and then updated.
 */
public final class EarlierDatabases {
  /** The key of the record. */
  public static final int KEY = 4711;

  /** Who created it. */
  public static final String USER = "earlier";

  private static final String DERBY_SHUT_DOWN = "08006";
  private static final String CHANGE =
      "insert into record_history"
          + " (table_name, record_key, change, changed, changed_by, old_values, new_values)"
          + " values ('grievances', '4711', '%s', current_timestamp, 'earlier', %s, %s)";
  private static final String STATE =
      "'{\"grievance_key\":4711,\"issue\":\"%s\",\"entry_date\":\"2025-03-01T10:00:00\","
          + "\"update_date\":\"2025-03-01T10:00:00.000001\"}'";

  private EarlierDatabases() {}

  static void onPostgreSql(DataSource database) throws SQLException {
    migrate(Flyway.configure().dataSource(database), "postgresql", "11");
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("select set_config('grievances.user', '" + USER + "', false)");
      statement.execute(
          "insert into grievances (grievance_key, issue, entry_date, update_date)"
              + " values (4711, 'first', now(), now())");
      statement.execute("update grievances set issue = 'second'");
    }
  }

  static void onDerby(Path directory) throws SQLException {
    String url = "jdbc:derby:" + directory;
    migrate(Flyway.configure().dataSource(url + ";create=true", null, null), "derby", "7");
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "insert into grievances (grievance_key, issue, entry_date, update_date)"
              + " values (4711, 'second', current_timestamp, current_timestamp)");
      statement.execute(CHANGE.formatted("created", "null", STATE.formatted("first")));
      statement.execute(
          CHANGE.formatted("updated", STATE.formatted("first"), STATE.formatted("second")));
    }
    shutDown(url);
  }

  private static void migrate(FluentConfiguration flyway, String product, String version) {
    flyway
        .locations("filesystem:src/main/resources/db/migration/" + product)
        .table("grievances_schema_history")
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .target(version)
        .load()
        .migrate();
  }

  /** Lets the server open it; Derby reports success by an exception. */
  private static void shutDown(String url) throws SQLException {
    try {
      DriverManager.getConnection(url + ";shutdown=true").close();
    } catch (SQLException done) {
      if (!DERBY_SHUT_DOWN.equals(done.getSQLState())) {
        throw done;
      }
    }
  }
}
