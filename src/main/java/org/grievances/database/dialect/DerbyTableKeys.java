package org.grievances.database.dialect;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Derby cannot set a sequence, so a table holds the number to add to its values. */
final class DerbyTableKeys extends TableKeys {

  DerbyTableKeys(Connection connection, TableSql sql) {
    super(connection, sql);
  }

  @Override
  public List<Long> nextValues(int count) throws SQLException {
    String next =
        "SELECT NEXT VALUE FOR %1$s + ahead FROM %1$s_ahead".formatted(sql.table.sequence());
    List<Long> values = new ArrayList<>(count);
    while (values.size() < count) {
      values.add(NumberQuery.ask(connection, next).orElseThrow());
    }
    return values;
  }

  @Override
  public void holdSequence() throws SQLException {
    goAhead(0);
  }

  @Override
  public void advanceSequence(long past) throws SQLException {
    long next = nextValue();
    if (next < past) {
      goAhead(past - next);
    }
  }

  private void goAhead(long by) throws SQLException {
    String update = "UPDATE " + sql.table.sequence() + "_ahead SET ahead = ahead + ?";
    try (PreparedStatement statement = connection.prepareStatement(update)) {
      statement.setLong(1, by);
      statement.executeUpdate();
    }
  }
}
