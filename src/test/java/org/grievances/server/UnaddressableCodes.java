package org.grievances.server;

import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/**
 * Databases with codes that SQL has put there: no request creates them, and no address names them.
 */
public final class UnaddressableCodes {
  public static final List<String> CODES =
      List.of("..", ".", "../..", "a/../b", "tab\tin it", "line\nbreak", "\u0001", "blank ", " ");

  private UnaddressableCodes() {}

  private static void add(Statement statement) throws SQLException {
    for (String code : CODES) {
      statement.execute(
          "insert into grievance_types (grievance_type, default_type, entry_date, update_date)"
              + (" values ('" + code + "', false, current_timestamp, current_timestamp)"));
    }
  }

  static void onPostgreSql(DataSource database) throws SQLException {
    Schema.createInPostgreSql(database, UnaddressableCodes::add);
  }

  static void onDerby(Path directory) throws SQLException {
    Schema.createInDerby(
        directory,
        statement -> {
          add(statement);
          RefusingTriggers.create(statement);
        });
  }
}
