package org.grievances.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.grievances.database.dialect.TableKeys;
import org.grievances.database.dialect.UnusableDatabaseException;
import org.grievances.schema.Table;

/**
 * Lets a database go on that was restored to an earlier state, once for each time that it was: the
 * keys that the service has given since are not given again, all sessions end, and places in the
 * changes from before are no longer known.
 */
final class Restoration {
  private static final Logger LOGGER = Logger.getLogger(Restoration.class.getName());

  /** More keys than a service gives between a backup and the moment that it is needed. */
  private static final int SKIPPED_KEYS = 1_000_000;

  private static final String MARK =
      "UPDATE database_identity SET restored = ? WHERE restored IS NULL OR restored <> ?";
  private static final List<String> SESSIONS =
      List.of("refresh_tokens", "user_sessions", "browser_sessions");

  private Restoration() {}

  /**
   * Does so unless it was done. Of several servers, the first does it.
   *
   * @param connection outside any transaction
   * @param restored what the operator calls this restoration; empty if there was none
   * @throws UnusableDatabaseException if this user may not note it
   */
  static void apply(String name, String restored, Connection connection, Tables tables)
      throws SQLException {
    if (restored.isEmpty()) {
      return;
    }
    connection.setAutoCommit(false);
    try {
      if (mark(connection, restored)) {
        for (Table table : tables.withHistory()) {
          if (table.hasSequence()) {
            skipKeys(tables.on(connection, table).keys());
          }
        }
        endSessions(connection);
        connection.commit();
        LOGGER.log(
            Level.INFO,
            "Database {0} was restored: new keys begin after those that it may have given since,"
                + " and all sessions have ended.",
            name);
      }
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /** Waits for another server that does the same. */
  private static boolean mark(Connection connection, String restored) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(MARK)) {
      statement.setString(1, restored);
      statement.setString(2, restored);
      return statement.executeUpdate() > 0;
    } catch (SQLException e) {
      if (SqlErrorKind.of(e) != SqlErrorKind.SCHEMA) {
        throw e;
      }
      throw new UnusableDatabaseException(
          "this user may not note that it was restored: its owner runs grants.sql again");
    }
  }

  /** The service gives keys above all in use, so also above those that others have given. */
  private static void skipKeys(TableKeys keys) throws SQLException {
    keys.holdSequence();
    long next = keys.nextValue();
    long greatest = keys.greatestKey();
    boolean hasRoom = greatest < Integer.MAX_VALUE - SKIPPED_KEYS;
    keys.advanceSequence((hasRoom ? Math.max(next, greatest) : next) + SKIPPED_KEYS);
  }

  private static void endSessions(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sessions : SESSIONS) {
        statement.executeUpdate("DELETE FROM " + sessions);
      }
    }
  }
}
