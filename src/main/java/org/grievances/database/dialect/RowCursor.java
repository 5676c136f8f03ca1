package org.grievances.database.dialect;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Rows that are read from the database as they are needed. */
public final class RowCursor implements AutoCloseable {
  private final TableSql sql;
  private final RowCheck check;
  private final PreparedStatement statement;
  private final ResultSet result;

  /**
   * @param check of each row that is read
   */
  RowCursor(TableSql sql, RowCheck check, PreparedStatement statement, ResultSet result) {
    this.sql = sql;
    this.check = check;
    this.statement = statement;
    this.result = result;
  }

  /** The next row; null after the last. */
  public Object[] next() throws SQLException {
    while (result.next()) {
      Object[] row = sql.row(result, 1, check.fields());
      if (check.isPassed(row)) {
        return check.shown(row);
      }
    }
    return null;
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }
}
