package org.grievances.database;

import java.sql.Connection;
import java.sql.SQLException;
import org.grievances.database.dialect.TableAccess;
import org.grievances.database.history.HistoryWriter;
import org.grievances.database.history.OpenChanges;
import org.grievances.schema.Author;
import org.grievances.schema.Table;

/** Begins, prepares or pauses the history of a database, as the settings say. */
final class HistorySetup {

  private HistorySetup() {}

  /**
   * A schema that this service does not migrate keeps the history as its owner set up its triggers.
   *
   * @return whether this service has to write the history itself
   */
  static boolean apply(DatabaseSettings settings, Connection connection, Tables tables)
      throws SQLException {
    boolean owned = !settings.migrate() && !settings.spread();
    if (owned || tables.dialect().keepHistory(connection, settings.history())) {
      return false;
    }
    if (settings.history() == HistoryWriter.isPaused(connection)) {
      turn(settings.history(), connection, tables);
    }
    return settings.history();
  }

  private static void turn(boolean on, Connection connection, Tables tables) throws SQLException {
    Author service = new Author(connection.getMetaData().getUserName(), null, null);
    OpenChanges.Transaction transaction = tables.openChanges().transaction();
    HistoryWriter writer = new HistoryWriter(service, transaction);
    try {
      connection.setAutoCommit(false);
      for (Table table : tables.withHistory()) {
        TableAccess rows = tables.on(connection, table);
        if (on) {
          writer.begin(rows);
        } else {
          writer.pause(rows);
        }
      }
      connection.commit();
      connection.setAutoCommit(true);
    } finally {
      transaction.end();
    }
  }
}
