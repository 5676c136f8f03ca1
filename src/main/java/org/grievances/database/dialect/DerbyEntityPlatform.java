package org.grievances.database.dialect;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.temporal.Temporal;
import org.eclipse.persistence.internal.sessions.AbstractSession;
import org.eclipse.persistence.platform.database.DerbyPlatform;

/** Binds and reads the date-times of entities exactly as {@link DerbyDialect} does. */
public final class DerbyEntityPlatform extends DerbyPlatform {
  private static final long serialVersionUID = 1L;

  /** Of null. */
  @Override
  public int getJDBCType(Class<?> type) {
    return type == Temporal.class ? Types.TIMESTAMP : super.getJDBCType(type);
  }

  /** Lets no pool keep a statement: Derby cannot run one again in which a trigger failed. */
  @Override
  public void setParameterValueInDatabaseCall(
      Object value, PreparedStatement statement, int parameter, AbstractSession session)
      throws SQLException {
    statement.setPoolable(false);
    if (value instanceof LocalDateTime dateTime) {
      DerbyDialect.bind(statement, parameter, dateTime);
    } else {
      super.setParameterValueInDatabaseCall(value, statement, parameter, session);
    }
  }

  @Override
  public Object getObjectFromResultSet(
      ResultSet result, int column, int type, AbstractSession session) throws SQLException {
    return type == Types.TIMESTAMP
        ? DerbyDialect.dateTime(result, column)
        : super.getObjectFromResultSet(result, column, type, session);
  }
}
