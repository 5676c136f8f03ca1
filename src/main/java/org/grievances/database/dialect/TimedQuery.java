package org.grievances.database.dialect;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;

/** Runs queries that the database itself ends when they take too long. */
final class TimedQuery {
  /** PostgreSQL: as when an operator cancels it. Derby throws an SQLTimeoutException itself. */
  private static final String QUERY_CANCELLED = "57014";

  private TimedQuery() {}

  /** Reads the result of a query. */
  @FunctionalInterface
  interface Reader<T> {
    T read(ResultSet result) throws SQLException;
  }

  /**
   * Runs a query and reads its result.
   *
   * @param timeout rounded up to whole seconds, which is all that JDBC offers
   * @throws SQLTimeoutException if the database ended it for its time
   */
  static <T> T run(PreparedStatement query, Duration timeout, Reader<T> reader)
      throws SQLException {
    int seconds = (int) Math.max(1, timeout.plusMillis(999).toSeconds());
    query.setQueryTimeout(seconds);
    long begun = System.nanoTime();
    try (ResultSet result = query.executeQuery()) {
      return reader.read(result);
    } catch (SQLException e) {
      Duration taken = Duration.ofNanos(System.nanoTime() - begun);
      if (QUERY_CANCELLED.equals(e.getSQLState()) && taken.toSeconds() >= seconds) {
        throw new SQLTimeoutException(e.getMessage(), e.getSQLState(), e);
      }
      throw e;
    }
  }
}
