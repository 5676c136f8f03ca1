package org.grievances.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.grievances.activity.Activity;
import org.grievances.database.dialect.ListIndex;

/**
 * The indexes for listing large tables. Each is created in the background after a list is first
 * read for which it is good, so that writers pay only for indexes that readers use.
 */
final class ListIndexes {
  private static final Logger LOGGER = Logger.getLogger(ListIndexes.class.getName());

  /** Smaller tables are sorted within milliseconds. */
  private static final int ROWS_WORTH_AN_INDEX = 10_000;

  private final String database;
  private final IntSupplier activeRequests;
  private final Set<ListIndex> wanted = ConcurrentHashMap.newKeySet();
  private final Set<ListIndex> settled = ConcurrentHashMap.newKeySet();

  /**
   * @param activeRequests how many requests the database has in progress
   */
  ListIndexes(String database, IntSupplier activeRequests) {
    this.database = database;
    this.activeRequests = activeRequests;
  }

  /** Remembers that a list was read for which an index is good. */
  void want(ListIndex index) {
    if (!index.isPartOfSchema() && !settled.contains(index)) {
      wanted.add(index);
    }
  }

  /**
   * Creates the wanted indexes on tables large enough; tries again later if the database is lost,
   * or if writers would wait. Where an index blocks them, the next one is left for a moment without
   * requests.
   */
  void make(DataSource dataSource, Tables tables) {
    for (ListIndex index : wanted) {
      if (tables.dialect().indexingBlocksWriters() && activeRequests.getAsInt() > 0) {
        return;
      }
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
        SqlErrorKind kind = SqlErrorKind.of(e);
        if (kind == SqlErrorKind.UNAVAILABLE) {
          return;
        }
        if (kind == SqlErrorKind.CONTENTION) {
          continue;
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
