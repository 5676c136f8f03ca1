package org.grievances.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.grievances.database.dialect.UnusableDatabaseException;

/**
 * The name and the schema version that a database itself holds. It is opened under no other name,
 * so that a mistake in the configuration shows no customer the records of another.
 */
final class DatabaseIdentity {
  private static final String NAME = "SELECT name FROM database_identity";
  private static final String VERSION =
      "SELECT schema_version, minimum_version FROM database_identity";
  private static final String SET_NAME = "UPDATE database_identity SET name = ? WHERE name IS NULL";

  private DatabaseIdentity() {}

  /**
   * Sets the name of a database if it has none, and checks it. Of several servers, the first sets
   * the name.
   *
   * @param connection outside any transaction
   * @throws UnusableDatabaseException if it has another name, or none and this user may not set it
   */
  static void claim(Connection connection, String name) throws SQLException {
    if (name(connection).isEmpty()) {
      setName(connection, name);
    }
    check(connection, name);
  }

  private static void setName(Connection connection, String name) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SET_NAME)) {
      statement.setString(1, name);
      statement.executeUpdate();
    } catch (SQLException e) {
      if (SqlErrorKind.of(e) != SqlErrorKind.SCHEMA) {
        throw e;
      }
      throw new UnusableDatabaseException(
          "it has no name yet, and this user may not give it one: its owner runs"
              + " UPDATE database_identity SET name = '"
              + name
              + "'");
    }
  }

  /**
   * Checks that a database, or a replica of it, has a name.
   *
   * @throws UnusableDatabaseException if it has another one
   */
  static void check(Connection connection, String expected) throws SQLException {
    String name = name(connection).orElse("");
    if (!name.equals(expected)) {
      throw new UnusableDatabaseException(
          "the database there says that it is '"
              + name
              + "'. Correct the address in its data source, or see the operations page, Names of"
              + " databases");
    }
  }

  private static Optional<String> name(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(NAME)) {
      return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
    }
  }

  /** The version of the schema; empty before there is one. */
  static Optional<SchemaVersion> schemaVersion(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(VERSION)) {
      return row.next()
          ? Optional.of(new SchemaVersion(row.getInt(1), row.getInt(2)))
          : Optional.empty();
    } catch (SQLException e) {
      if (SqlErrorKind.of(e) == SqlErrorKind.SCHEMA) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
