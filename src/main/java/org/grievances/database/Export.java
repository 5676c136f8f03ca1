package org.grievances.database;

import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;
import org.grievances.database.dialect.RowCursor;
import org.grievances.database.dialect.RowQueries;
import org.grievances.schema.Condition;
import org.grievances.schema.Field;
import org.grievances.schema.Table;

/**
 * The rows of a consistent snapshot of a table, read as they are needed. It holds a connection
 * until the last row is read, and its client can begin no other export until it is closed.
 */
public final class Export implements Rows {
  private final DatabaseFailures failures;
  private final DirectReading reading;
  private final RowQueries.Total total;
  private final RowCursor rows;
  private final ExportSlots.Slot slot;
  private boolean ended;

  /** Reads from a snapshot before its rows are read. */
  @FunctionalInterface
  public interface FirstRead {
    /** Which fields are read of each row. */
    List<Field> fields(DirectReading reading) throws SQLException;
  }

  /**
   * @param total how many rows there are
   * @param slot released when the export is closed
   */
  private Export(
      DirectReading reading,
      RowQueries.Total total,
      RowCursor rows,
      ExportSlots.Slot slot,
      DatabaseFailures failures) {
    this.failures = failures;
    this.reading = reading;
    this.total = total;
    this.rows = rows;
    this.slot = slot;
  }

  /**
   * Begins an export of the rows of a table that fulfil all conditions, as a consistent snapshot.
   *
   * @param first decides which fields are read of each row
   * @param reading closed if the export cannot begin
   */
  static Export begin(
      DirectReading reading,
      Table table,
      List<Condition> conditions,
      FirstRead first,
      ExportSlots.Slot slot,
      DatabaseFailures failures)
      throws SQLException {
    try {
      reading.beginSnapshot(table);
      List<Field> fields = first.fields(reading);
      RowQueries.Total total = reading.total(table, conditions);
      return new Export(reading, total, reading.all(table, fields, conditions), slot, failures);
    } catch (SQLException | RuntimeException | Error e) {
      reading.close();
      throw e;
    }
  }

  /**
   * @throws org.grievances.failure.FailureException if the database fails
   */
  @Override
  public Object[] next() {
    try {
      Object[] next = ended ? null : rows.next();
      if (next == null) {
        endReading();
      }
      return next;
    } catch (SQLException e) {
      throw failures.of(SqlErrorKind.of(e), e);
    }
  }

  private void endReading() throws SQLException {
    if (!ended) {
      ended = true;
      try (reading) {
        rows.close();
      } finally {
        slot.endReading();
      }
    }
  }

  @Override
  public OptionalLong count() {
    return OptionalLong.of(total.count());
  }

  @Override
  public Object lastKey() {
    return total.lastKey();
  }

  @Override
  public void close() {
    try (slot) {
      endReading();
    } catch (SQLException e) {
      throw failures.of(SqlErrorKind.of(e), e);
    }
  }
}
