package org.grievances.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.grievances.activity.Activity;
import org.grievances.database.dialect.SortIndex;

/**
 * The indexes for listing large tables in order. Each is created in the background after a list is
 * first sorted by its field, so that writers pay only for indexes that readers use.
 */
final class SortIndexes {
  private static final Logger LOGGER = Logger.getLogger(SortIndexes.class.getName());

  /** Smaller tables are sorted within milliseconds. */
  private static final int ROWS_WORTH_AN_INDEX = 10_000;

  private final String database;
  private final Set<SortIndex> wanted = ConcurrentHashMap.newKeySet();
  private final Set<SortIndex> settled = ConcurrentHashMap.newKeySet();

  SortIndexes(String database) {
    this.database = database;
  }

  /**
   * Remembers that a list was read for which an index is good. The primary key is one for the
   * ascending order of keys.
   */
  void want(SortIndex index) {
    boolean isPrimaryKey = index.field().key() && !index.descending() && index.without().isEmpty();
    if (!isPrimaryKey && !settled.contains(index)) {
      wanted.add(index);
    }
  }

  /**
   * Creates the wanted indexes on tables large enough; tries again later if the database is lost.
   */
  void make(DataSource dataSource, Tables tables) {
    for (SortIndex index : wanted) {
      try (Connection connection = dataSource.getConnection()) {
        if (tables.on(connection, index.table()).count() < ROWS_WORTH_AN_INDEX) {
          continue;
        }
        if (tables.dialect().makeIndex(connection, index)) {
          LOGGER.log(
              Level.INFO,
              "Database {0}: index {1} was made for lists.",
              new Object[] {database, index.name()});
        }
      } catch (SQLException e) {
        if (SqlErrorKind.of(e) == SqlErrorKind.UNAVAILABLE) {
          return;
        }
        Activity.log(
            LOGGER,
            Level.WARNING,
            "Database " + database + ": index " + index.name() + " is not made.",
            e);
      }
      settled.add(index);
      wanted.remove(index);
    }
  }
}
