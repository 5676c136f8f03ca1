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
 * Product, schema version and size of a database.
 *
 * @param product of the database, as it was opened
 * @param schemaVersion the newest migration; null if the service does not manage the schema
 * @param rows the number of rows of the requested table
 * @param bytes the size of the database, without its log
 * @param historyFrom the time of the oldest change that is still in the history, in UTC; null if
 *     there is none, or if no history is kept
 */
public record DatabaseInfo(
    Product product, String schemaVersion, long rows, long bytes, LocalDateTime historyFrom) {

  /** A database product, as its driver names it. */
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
  static DatabaseInfo read(
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
        return new DatabaseInfo(
            product,
            Migrations.version(connection, seconds),
            size.getLong(1),
            size.getLong(2),
            historyKept ? HistoryStart.read(connection, dialect, seconds) : null);
      }
    }
  }
}
