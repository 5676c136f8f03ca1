package org.grievances.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.grievances.server.LibertyServer;
import org.grievances.server.Schema;

/**
 * So many grievances that statistics of them take long on Derby, by so many rules. Each was
 * received a minute before the last.
 */
final class LargeTable {
  private static final int DOUBLINGS = 18;
  static final int ROWS = 1 << DOUBLINGS;

  static final String FILL_POSTGRESQL = fillPostgresql(ROWS);

  private static final int RULES = 2_000;

  /** The database that others are copied from, made when the first is asked for. */
  private static final Path DERBY = Path.of("target/servers/large-table");

  private static boolean isMade;

  private LargeTable() {}

  static String fillPostgresql(int rows) {
    return ("select set_config('grievances.user', 'test', false);"
            + " insert into grievances"
            + " (grievance_key, issue, grievance_received, entry_date, update_date)"
            + " select k, repeat('x', 200), now() - k * interval '1 minute', now(), now()"
            + " from generate_series(0, %d) k")
        .formatted(rows - 1);
  }

  /** Adds rules for deadlines to settings, for one database, which no grievance matches. */
  static Map<String, String> withRules(String database, Map<String, String> settings) {
    String property = "grievances.databases." + database + ".deadlines.";
    Map<String, String> all = new HashMap<>(settings);
    all.put(property + "rules", String.join(",", Collections.nCopies(RULES, "never")));
    all.put(property + "never.member", "grievance_Category");
    all.put(property + "never.code", "Never");
    all.put(property + "never.within", "P3D");
    return all;
  }

  /** Creates a database with its schema and these rows. */
  static synchronized void createInDerby(Path directory) throws IOException, SQLException {
    if (!isMade) {
      LibertyServer.delete(DERBY);
      Schema.createInDerby(DERBY, LargeTable::fillDerby);
      isMade = true;
    }
    Files.createDirectories(directory.getParent());
    LibertyServer.copy(DERBY, directory);
  }

  /** Each statement doubles the rows. */
  private static void fillDerby(Statement statement) throws SQLException {
    statement.execute(
        "insert into grievances"
            + " (grievance_key, issue, grievance_received, entry_date, update_date) values (0, '"
            + "x".repeat(200)
            + "', current_timestamp, current_timestamp, current_timestamp)");
    for (int rows = 1; rows < ROWS; rows *= 2) {
      statement.execute(
          ("insert into grievances"
                  + " (grievance_key, issue, grievance_received, entry_date, update_date)"
                  + " select grievance_key + %1$d, issue,"
                  + " {fn timestampadd(SQL_TSI_MINUTE, -%1$d, grievance_received)},"
                  + " entry_date, update_date from grievances")
              .formatted(rows));
    }
  }
}
