package org.grievances.faults;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * So many grievances that statistics of them take long on Derby, by so many rules. Each was
 * received a minute before the last.
 */
final class LargeTable {
  private static final int DOUBLINGS = 18;
  static final int ROWS = 1 << DOUBLINGS;

  static final String FILL_POSTGRESQL =
      ("select set_config('grievances.user', 'test', false);"
              + " insert into grievances"
              + " (grievance_key, issue, grievance_received, entry_date, update_date)"
              + " select k, repeat('x', 200), now() - k * interval '1 minute', now(), now()"
              + " from generate_series(0, %d) k")
          .formatted(ROWS - 1);

  private static final int RULES = 2_000;

  private LargeTable() {}

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

  /** Each statement doubles the rows. */
  static void fillDerby(Statement statement) throws SQLException {
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
