package org.grievances.database;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** What differs between the database products; there is one of these for each that is tested. */
sealed interface Product permits Derby, PostgreSql {

  static Product of(DatabaseMetaData metaData) throws SQLException {
    String name = metaData.getDatabaseProductName();
    return switch (name) {
      case "Apache Derby" -> new Derby();
      case "PostgreSQL" -> new PostgreSql();
      default -> throw new UnsupportedProductException(name);
    };
  }

  /** The folder of its migrations, below {@code db/migration}. */
  String folder();

  /** The name of EclipseLink's platform for it, set so that no connection is needed to find out. */
  String platform();

  /**
   * Puts rows into a table: creates those whose key is new, completed by the codes, and replaces
   * the others.
   *
   * @param statements those of the table
   * @param rows in ascending order of their keys, no key twice
   * @return for each row, whether it was created
   */
  boolean[] put(
      Connection connection,
      Table table,
      RowStatements statements,
      List<Object[]> rows,
      Codes codes)
      throws SQLException;

  /** How many rows a table has. */
  long count(Connection connection, Table table) throws SQLException;

  /** Sets a parameter to a value of a field. */
  void bind(PreparedStatement statement, int parameter, Field field, Object value)
      throws SQLException;

  /** Reads a column as a value of a field. */
  Object read(ResultSet result, int column, Field field) throws SQLException;

  /** What rows are sorted by, for a field. */
  String sortTerm(Field field);

  /**
   * Makes an index without keeping writers waiting, outside any transaction.
   *
   * @return false when there is one, or another server makes it
   */
  boolean makeIndex(Connection connection, SortIndexes.SortIndex index) throws SQLException;

  /** The statement that lets no other transaction write to a table until this one ends. */
  String lock(Table table);

  /**
   * The statements that take the lock on a table that a writer needs, which {@link #lock} of
   * another transaction waits for, and then run a query.
   */
  List<String> asWriter(Table table, String query);

  /** The query for the next value of a sequence. */
  String nextValue(String sequence);

  /** The statement that makes the next value of a sequence greater by a number than it would be. */
  String advance(String sequence, long by);

  /** The statement that sets a savepoint. */
  String savepoint(String name);
}
