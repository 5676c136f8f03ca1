package org.grievances.database.dialect;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;

/** Runs queries that return one number. */
final class NumberQuery {
  private NumberQuery() {}

  /** The number that a query returns; empty if it returns none. */
  static OptionalLong ask(Connection connection, String query, long... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      for (int index = 0; index < parameters.length; index++) {
        statement.setLong(index + 1, parameters[index]);
      }
      try (ResultSet result = statement.executeQuery()) {
        return number(result);
      }
    }
  }

  private static OptionalLong number(ResultSet result) throws SQLException {
    if (result.next()) {
      long number = result.getLong(1);
      return result.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
    }
    return OptionalLong.empty();
  }
}
