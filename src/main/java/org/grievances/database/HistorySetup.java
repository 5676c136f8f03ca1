package org.grievances.database;

import java.sql.Connection;
import java.sql.SQLException;
import org.grievances.database.history.HistoryWriter;
import org.grievances.schema.Author;
import org.grievances.schema.Table;

/** Starts, prepares or pauses the history of a database, as the settings say. */
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
    if (!settings.history()) {
      pause(connection, tables);
    }
    return settings.history();
  }

  private static void pause(Connection connection, Tables tables) throws SQLException {
    if (HistoryWriter.isPaused(connection)) {
      return;
    }
    Author service = new Author(connection.getMetaData().getUserName(), null, null);
    connection.setAutoCommit(false);
    for (Table table : tables.withHistory()) {
      new HistoryWriter(service).pause(tables.on(connection, table));
    }
    connection.commit();
    connection.setAutoCommit(true);
  }
}
