package org.grievances.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import org.grievances.database.dialect.Dialect;
import org.grievances.database.history.HistoryStart;
import org.grievances.schema.Table;

/**
 * What a database holds at a moment.
 *
 * @param product of the database, as it was opened
 * @param schemaVersion of the newest migration; null where others made the schema
 * @param rows of the table that was asked for
 * @param bytes that the database takes, without its log
 * @param historyFrom when the oldest change was made that is still in the history, in UTC; null if
 *     there is none, or if no history is kept
 */
public record Contents(
    Product product, String schemaVersion, long rows, long bytes, LocalDateTime historyFrom) {

  /** A database product, in the words of its driver. */
  public record Product(String name, String version) {

    static Product of(Connection connection) throws SQLException {
      return new Product(
          connection.getMetaData().getDatabaseProductName(),
          connection.getMetaData().getDatabaseProductVersion());
    }
  }

  /**
   * @param historyWritten whether this service writes the history
   * @param seconds how long each query may take
   */
  static Contents read(
      Connection connection,
      Dialect dialect,
      Product product,
      Table table,
      boolean historyWritten,
      int seconds)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(dialect.size(table))) {
      statement.setQueryTimeout(seconds);
      try (ResultSet size = statement.executeQuery()) {
        size.next();
        boolean historyKept = historyWritten || size.getBoolean(3);
        return new Contents(
            product,
            Migrations.version(connection, seconds),
            size.getLong(1),
            size.getLong(2),
            historyKept ? HistoryStart.read(connection, dialect, seconds) : null);
      }
    }
  }
}
