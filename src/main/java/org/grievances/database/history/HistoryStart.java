package org.grievances.database.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import org.grievances.database.dialect.Dialect;

/** Reads the time of the oldest change in the history of a database. */
public final class HistoryStart {
  /** The numbers of changes ascend with time and have an index. */
  private static final String OLDEST =
      "SELECT changed FROM record_changes WHERE change NOT IN ('paused', 'began')"
          + " ORDER BY change_id FETCH FIRST ROW ONLY";

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
        return result.next() ? LocalDateTime.parse(result.getString(1).replace(' ', 'T')) : null;
      }
    }
  }
}
