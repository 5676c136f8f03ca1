package org.grievances.database.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import org.grievances.database.dialect.Dialect;

/** Reads when the oldest change was made that the history of a database still has. */
public final class HistoryStart {
  /**
   * The numbers of changes ascend with time and have an index. The earlier history has no index of
   * either, but only ever grew, so its oldest rows come first.
   */
  private static final String OLDEST =
      "SELECT MIN(changed) FROM (SELECT changed FROM"
          + " (SELECT changed FROM record_history FETCH FIRST 1000 ROWS ONLY) earlier"
          + " UNION ALL SELECT changed FROM"
          + " (SELECT changed FROM record_changes WHERE change <> 'paused'"
          + " ORDER BY change_id FETCH FIRST ROW ONLY) later) oldest";

  private HistoryStart() {}

  /**
   * @param seconds how long the database may take
   * @return in UTC; null if there is no change
   */
  public static LocalDateTime read(Connection connection, Dialect dialect, int seconds)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(OLDEST + dialect.withoutWaiting())) {
      statement.setQueryTimeout(seconds);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        String changed = result.getString(1);
        return changed == null ? null : LocalDateTime.parse(changed.replace(' ', 'T'));
      }
    }
  }
}
