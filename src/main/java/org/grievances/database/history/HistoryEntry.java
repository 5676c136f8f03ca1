package org.grievances.database.history;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import org.grievances.database.dialect.Change;

/**
 * One change to a record.
 *
 * @param origin who made it, and when
 * @param before the record's values; null when it was created
 * @param after the record's values; null when it was deleted
 */
public record HistoryEntry(Change change, Origin origin, Object[] before, Object[] after) {

  /**
   * Who made a change, and when.
   *
   * @param user the database user if the change was not made through the service
   * @param client null if the change was not made through the service
   * @param activity the request; null if the change was not made through the service
   */
  public record Origin(LocalDateTime date, String user, String client, String activity) {

    /** Reads its columns, from the given one on. */
    static Origin of(ResultSet result, int column) throws SQLException {
      return new Origin(
          result.getTimestamp(column).toLocalDateTime(),
          result.getString(column + 1),
          result.getString(column + 2),
          result.getString(column + 3));
    }
  }
}
