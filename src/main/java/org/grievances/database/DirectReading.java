package org.grievances.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.grievances.activity.Activity;
import org.grievances.database.dialect.QueryLimit;
import org.grievances.database.dialect.RowCursor;
import org.grievances.database.dialect.RowQueries;
import org.grievances.database.history.ChangeLog;
import org.grievances.schema.Condition;
import org.grievances.schema.Field;
import org.grievances.schema.Table;

/** Reads over a connection of its own, outside of the transactions of the container. */
public final class DirectReading extends Reading {
  private static final Logger LOGGER = Logger.getLogger(DirectReading.class.getName());

  /** Who exports waits longer than who reads a page. */
  private static final Duration COUNT_BEFORE_EXPORT = Duration.ofSeconds(30);

  private final boolean historyWritten;
  private final Bulkhead.Permit permit;

  /**
   * @param historyWritten whether this service writes the history
   * @param permit released when the reading is closed
   */
  DirectReading(
      Connection connection,
      Tables tables,
      ListIndexes indexes,
      boolean historyWritten,
      Bulkhead.Permit permit) {
    super(connection, tables, indexes);
    this.historyWritten = historyWritten;
    this.permit = permit;
  }

  @Override
  public void beginSnapshot(Table table) throws SQLException {
    connection.setAutoCommit(false);
    super.beginSnapshot(table);
  }

  /** The changes to all records of a table; empty if no history is kept. */
  public Optional<ChangeLog> changes(Table table) throws SQLException {
    return historyWritten || on(table).writesHistory()
        ? Optional.of(tables.changes(connection, table))
        : Optional.empty();
  }

  /** How many rows of a table fulfil all conditions, before all of them are read. */
  RowQueries.Total total(Table table, List<Condition> conditions) throws SQLException {
    List<Condition> narrowed = narrowed(table, conditions);
    return narrowed.isEmpty() && dialect.knowsCount()
        ? new RowQueries.Total(on(table).count(), queries(table).lastKey())
        : queries(table).total(narrowed, new QueryLimit(COUNT_BEFORE_EXPORT));
  }

  /**
   * All rows of a table that fulfil all conditions, in the order of their keys.
   *
   * @param fields that are read of each row
   */
  RowCursor all(Table table, List<Field> fields, List<Condition> conditions) throws SQLException {
    List<Condition> narrowed = narrowed(table, conditions);
    want(table, narrowed, Optional.empty());
    return queries(table).cursor(fields, narrowed);
  }

  /** Reads all rows of a table that fulfil all conditions, in the order of their keys. */
  public void each(
      Table table, List<Field> fields, List<Condition> conditions, Consumer<Object[]> reader)
      throws SQLException {
    try (RowCursor rows = all(table, fields, conditions)) {
      for (Object[] row = rows.next(); row != null; row = rows.next()) {
        reader.accept(row);
      }
    }
  }

  @Override
  public void close() {
    try (permit;
        Connection closed = connection) {
      if (!closed.getAutoCommit()) {
        closed.rollback();
        closed.setAutoCommit(true);
      }
    } catch (SQLException e) {
      Activity.log(LOGGER, Level.FINE, "A connection could not be closed.", e);
    }
  }
}
