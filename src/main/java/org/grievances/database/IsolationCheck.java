package org.grievances.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.grievances.activity.Activity;

/**
 * Warns if the first connection that requests get from a data source has another isolation level
 * than concurrent batches rely on: they need to see what others have committed; see the operations
 * page, Another database. Only a connection of the pool shows it.
 */
final class IsolationCheck {
  private static final Logger LOGGER = Logger.getLogger(IsolationCheck.class.getName());

  private final String database;
  private volatile boolean done;

  IsolationCheck(String database) {
    this.database = database;
  }

  /** Checks the connection of a request, but only the first one. */
  void check(Connection connection) {
    if (done) {
      return;
    }
    done = true;
    try {
      if (connection.getTransactionIsolation() != Connection.TRANSACTION_READ_COMMITTED) {
        LOGGER.log(
            Level.WARNING,
            "Database {0}: set isolationLevel=\"TRANSACTION_READ_COMMITTED\" on its data source, or"
                + " concurrent batches will meet needless retries.",
            database);
      }
    } catch (SQLException e) {
      Activity.log(LOGGER, Level.WARNING, "The isolation level of " + database + " is unknown.", e);
    }
  }
}
