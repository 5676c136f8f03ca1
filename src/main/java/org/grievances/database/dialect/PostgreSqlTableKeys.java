package org.grievances.database.dialect;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL: a sequence that is set, by one transaction at a time. */
sealed class PostgreSqlTableKeys extends TableKeys permits SpreadTableKeys {

  PostgreSqlTableKeys(Connection connection, TableSql sql) {
    super(connection, sql);
  }

  @Override
  public final List<Long> nextValues(int count) throws SQLException {
    String next = "SELECT nextval('%s') FROM generate_series(1, ?)".formatted(sql.table.sequence());
    List<Long> values = new ArrayList<>(count);
    try (PreparedStatement statement = connection.prepareStatement(next)) {
      statement.setInt(1, count);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          values.add(result.getLong(1));
        }
      }
    }
    return values;
  }

  @Override
  public final void holdSequence() throws SQLException {
    NumberQuery.ask(
        connection,
        "SELECT 1 FROM pg_advisory_xact_lock(hashtextextended('%s', 0))"
            .formatted(sql.table.sequence()));
  }

  @Override
  public final void advanceSequence(long past) throws SQLException {
    String advance = "SELECT setval('%1$s', ?) FROM %1$s WHERE last_value < ?";
    NumberQuery.ask(connection, advance.formatted(sql.table.sequence()), past, past);
  }
}
