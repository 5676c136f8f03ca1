package org.grievances.database;

import java.sql.SQLException;
import java.util.OptionalLong;
import org.grievances.database.dialect.RowCursor;

/**
 * The rows of a table at one moment, read as they are needed. It has a connection until the last
 * one is read, and its client can begin no other export until it is closed.
 */
public final class Export implements Rows {
  private final Database database;
  private final DirectReading reading;
  private final long count;
  private final RowCursor rows;
  private final ExportSlots.Slot slot;
  private boolean ended;

  /**
   * @param count how many rows there are
   * @param slot released when the export is closed
   */
  Export(
      Database database, DirectReading reading, long count, RowCursor rows, ExportSlots.Slot slot) {
    this.database = database;
    this.reading = reading;
    this.count = count;
    this.rows = rows;
    this.slot = slot;
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
    } catch (SQLException fault) {
      throw database.failure(SqlFault.of(fault), fault);
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
    return OptionalLong.of(count);
  }

  @Override
  public void close() {
    try (slot) {
      endReading();
    } catch (SQLException fault) {
      throw database.failure(SqlFault.of(fault), fault);
    }
  }
}
