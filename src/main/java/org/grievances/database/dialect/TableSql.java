package org.grievances.database.dialect;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.grievances.schema.Field;
import org.grievances.schema.Table;

/** The SQL for one table in a product; it is made once for each database. */
public abstract sealed class TableSql permits DerbyTableAccess.Sql, PostgreSqlTableAccess.Sql {
  final Dialect dialect;
  final Table table;
  final String name;
  final String key;

  /** The columns of all fields. */
  final String columns;

  /** The SELECT for all columns of all rows, to which conditions can be added. */
  final String selectAll;

  /** The condition that a row has a key, to which each of its parameters is set. */
  final String hasKey;

  final int keyParameters;

  TableSql(Dialect dialect, Table table) {
    this.dialect = dialect;
    this.table = table;
    this.name = table.name();
    this.key = table.keyField().column();
    this.columns = list(table.fields(), Field::column);
    this.selectAll = "SELECT " + columns + " FROM " + name;
    this.hasKey = dialect.equal(table.keyField(), key);
    this.keyParameters = SqlFragment.parameters(hasKey);
  }

  /**
   * Reads and writes the rows over a connection.
   *
   * @param recorder of the changes; empty if no history is kept, or triggers do it
   */
  public abstract TableAccess on(Connection connection, Optional<HistoryRecorder> recorder);

  /** The keys of the rows over a connection. */
  abstract TableKeys keys(Connection connection);

  /** Queries for the rows over a connection. */
  public final RowQueries queries(Connection connection) {
    return new RowQueries(connection, this);
  }

  /** The SELECT for the columns of these fields. */
  final String select(List<Field> fields) {
    return fields.equals(table.fields())
        ? selectAll
        : "SELECT " + list(fields, Field::column) + " FROM " + name;
  }

  /**
   * The SELECT for the columns of these fields from a part of the rows.
   *
   * @param part a query in parentheses
   */
  final String select(List<Field> fields, String part) {
    return "SELECT " + list(fields, Field::column) + " FROM " + part + " " + name;
  }

  /** Reads the columns of a row, from the given one on. */
  final Object[] row(ResultSet result, int column) throws SQLException {
    return row(result, column, table.fields());
  }

  /** Reads the columns of these fields of a row, from the given one on. */
  final Object[] row(ResultSet result, int column, List<Field> fields) throws SQLException {
    Object[] row = new Object[fields.size()];
    for (int position = 0; position < row.length; position++) {
      row[position] = dialect.read(result, column + position, fields.get(position));
    }
    return row;
  }

  static String list(List<Field> fields, Function<Field, String> each) {
    return fields.stream().map(each).collect(joining(", "));
  }
}
