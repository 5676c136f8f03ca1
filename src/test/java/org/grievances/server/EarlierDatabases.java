package org.grievances.server;

import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/**
 * Databases as a version of the service left them that kept both states of a changed record, as
 * JSON: with one record that was created and then updated, and with codes that could be created.
 */
public final class EarlierDatabases {
  /** The key of the record. */
  public static final int KEY = 4711;

  /** Types that can no longer be created, and that no address leads to. */
  public static final List<String> CODES =
      List.of("..", ".", "../..", "a/../b", "tab\tin it", "line\nbreak", "\u0001", "blank ", " ");

  /** Who created it. */
  public static final String USER = "earlier";

  private static final String CHANGE =
      "insert into record_history"
          + " (table_name, record_key, change, changed, changed_by, old_values, new_values)"
          + " values ('grievances', '4711', '%s', current_timestamp, 'earlier', %s, %s)";
  private static final String STATE =
      "'{\"grievance_key\":4711,\"issue\":\"%s\",\"entry_date\":\"2025-03-01T10:00:00\","
          + "\"update_date\":\"2025-03-01T10:00:00.000001\"}'";

  private EarlierDatabases() {}

  private static void addCodes(Statement statement) throws SQLException {
    for (String code : CODES) {
      statement.execute(
          "insert into grievance_types (grievance_type, default_type, entry_date, update_date)"
              + (" values ('" + code + "', false, current_timestamp, current_timestamp)"));
    }
  }

  static void onPostgreSql(DataSource database) throws SQLException {
    Schema.createInPostgreSql(
        database,
        "11",
        statement -> {
          statement.execute("select set_config('grievances.user', '" + USER + "', false)");
          statement.execute(
              "insert into grievances (grievance_key, issue, entry_date, update_date)"
                  + " values (4711, 'first', now(), now())");
          statement.execute("update grievances set issue = 'second'");
          addCodes(statement);
        });
  }

  static void onDerby(Path directory) throws SQLException {
    Schema.createInDerby(
        directory,
        "7",
        statement -> {
          statement.execute(
              "insert into grievances (grievance_key, issue, entry_date, update_date)"
                  + " values (4711, 'second', current_timestamp, current_timestamp)");
          statement.execute(CHANGE.formatted("created", "null", STATE.formatted("first")));
          statement.execute(
              CHANGE.formatted("updated", STATE.formatted("first"), STATE.formatted("second")));
          addCodes(statement);
        });
  }
}
