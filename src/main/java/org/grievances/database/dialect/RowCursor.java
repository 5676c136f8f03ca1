package org.grievances.database.dialect;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Rows that are read from the database as they are needed. */
public final class RowCursor implements AutoCloseable {
  private final TableSql sql;
  private final PreparedStatement statement;
  private final ResultSet result;

  RowCursor(TableSql sql, PreparedStatement statement, ResultSet result) {
    this.sql = sql;
    this.statement = statement;
    this.result = result;
  }

  /** The next row; null after the last. */
  public Object[] next() throws SQLException {
    return result.next() ? sql.row(result, 1) : null;
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }
}
