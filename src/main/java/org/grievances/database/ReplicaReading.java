package org.grievances.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.grievances.activity.Activity;
import org.grievances.database.dialect.Dialect;

/** Reads from a replica, outside of any transaction. */
public final class ReplicaReading extends Reading {
  private static final Logger LOGGER = Logger.getLogger(ReplicaReading.class.getName());

  private final Bulkhead.Permit permit;

  /**
   * @param permit released when the reading is closed
   */
  ReplicaReading(
      Connection connection,
      Dialect dialect,
      TableStatements tables,
      SortIndexes indexes,
      Bulkhead.Permit permit) {
    super(connection, dialect, tables, indexes);
    this.permit = permit;
  }

  @Override
  public void close() {
    try (permit) {
      connection.close();
    } catch (SQLException lost) {
      Activity.log(LOGGER, Level.FINE, "A connection to a replica could not be closed.", lost);
    }
  }
}
