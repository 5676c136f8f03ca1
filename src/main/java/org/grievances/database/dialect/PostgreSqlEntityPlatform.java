package org.grievances.database.dialect;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.temporal.Temporal;
import org.eclipse.persistence.internal.sessions.AbstractSession;
import org.eclipse.persistence.platform.database.PostgreSQLPlatform;

/** Binds and reads the date-times of entities exactly as {@link PostgreSqlDialect} does. */
public final class PostgreSqlEntityPlatform extends PostgreSQLPlatform {
  private static final long serialVersionUID = 1L;

  /** Of null. */
  @Override
  public int getJDBCType(Class<?> type) {
    return type == Temporal.class ? Types.TIMESTAMP : super.getJDBCType(type);
  }

  @Override
  public void setParameterValueInDatabaseCall(
      Object value, PreparedStatement statement, int parameter, AbstractSession session)
      throws SQLException {
    if (value instanceof LocalDateTime) {
      statement.setObject(parameter, value, Types.TIMESTAMP);
    } else {
      super.setParameterValueInDatabaseCall(value, statement, parameter, session);
    }
  }

  @Override
  public Object getObjectFromResultSet(
      ResultSet result, int column, int type, AbstractSession session) throws SQLException {
    return type == Types.TIMESTAMP
        ? result.getObject(column, LocalDateTime.class)
        : super.getObjectFromResultSet(result, column, type, session);
  }
}
