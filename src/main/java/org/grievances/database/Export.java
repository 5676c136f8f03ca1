package org.grievances.database;

import java.sql.SQLException;
import java.util.OptionalLong;
import org.grievances.database.dialect.RowCursor;

/** The rows of a table at one moment, read as they are needed; it has a connection until closed. */
public final class Export implements Rows {
  private final Database database;
  private final DirectReading reading;
  private final long count;
  private final RowCursor rows;
  private final Bulkhead.Permit permit;

  /**
   * @param count how many rows there are
   * @param permit released when the export is closed
   */
  Export(
      Database database,
      DirectReading reading,
      long count,
      RowCursor rows,
      Bulkhead.Permit permit) {
    this.database = database;
    this.reading = reading;
    this.count = count;
    this.rows = rows;
    this.permit = permit;
  }

  /**
   * @throws org.grievances.failure.FailureException if the database fails
   */
  @Override
  public Object[] next() {
    try {
      return rows.next();
    } catch (SQLException fault) {
      throw database.failure(SqlFault.of(fault), fault);
    }
  }

  @Override
  public OptionalLong count() {
    return OptionalLong.of(count);
  }

  @Override
  public void close() {
    try (permit;
        reading) {
      rows.close();
    } catch (SQLException fault) {
      throw database.failure(SqlFault.of(fault), fault);
    }
  }
}
