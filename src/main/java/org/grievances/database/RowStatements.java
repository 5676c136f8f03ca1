package org.grievances.database;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The statements that reach rows by their keys, in the SQL that all products share. */
final class RowStatements {
  private final Product product;
  private final Table table;
  private final Statement insert;
  private final Statement update;
  private final Statement delete;
  private final Statement select;
  private final String selectAll;

  /** A statement, and the field that each of its parameters is a value of. */
  private record Statement(String sql, List<Field> parameters) {}

  RowStatements(Product product, Table table) {
    this.product = product;
    this.table = table;
    Field key = table.keyField();
    String byKey = " WHERE " + key.column() + " = ?";
    this.insert =
        new Statement(
            "INSERT INTO "
                + table.name()
                + columns(table.fields(), "", ", ", " (", ")")
                + table.fields().stream().map(f -> "?").collect(joining(", ", " VALUES (", ")")),
            table.fields());
    this.update =
        new Statement(
            "UPDATE " + table.name() + columns(table.updatable(), " = ?", ", ", " SET ", byKey),
            Stream.concat(table.updatable().stream(), Stream.of(key)).toList());
    this.delete = new Statement("DELETE FROM " + table.name() + byKey, List.of(key));
    this.selectAll = "SELECT" + columns(table.fields(), "", ", ", " ", " FROM ") + table.name();
    this.select = new Statement(selectAll + byKey, List.of(key));
  }

  private static String columns(
      List<Field> fields, String suffix, String separator, String before, String after) {
    return fields.stream().map(f -> f.column() + suffix).collect(joining(separator, before, after));
  }

  void insert(Connection connection, List<Object[]> rows) throws SQLException {
    run(connection, insert, rows);
  }

  /** For each row, whether there was one with its key, which it then replaced. */
  boolean[] update(Connection connection, List<Object[]> rows) throws SQLException {
    return run(connection, update, rows);
  }

  /** For each row, whether there was one with its key, which is gone now. */
  boolean[] delete(Connection connection, List<Object[]> rows) throws SQLException {
    return run(connection, delete, rows);
  }

  private boolean[] run(Connection connection, Statement statement, List<Object[]> rows)
      throws SQLException {
    boolean[] found = new boolean[rows.size()];
    if (rows.isEmpty()) {
      return found;
    }
    try (PreparedStatement prepared = connection.prepareStatement(statement.sql())) {
      for (Object[] row : rows) {
        bind(prepared, statement.parameters(), row);
        prepared.addBatch();
      }
      int[] counts = prepared.executeBatch();
      for (int row = 0; row < counts.length; row++) {
        found[row] = counts[row] > 0;
      }
    }
    return found;
  }

  private void bind(PreparedStatement prepared, List<Field> parameters, Object[] row)
      throws SQLException {
    int parameter = 1;
    for (Field field : parameters) {
      product.bind(prepared, parameter++, field, row[table.position(field.name())]);
    }
  }

  /** Rows in an order, some left out before the first. */
  List<Object[]> list(Connection connection, List<Sort> sorts, long offset, int limit)
      throws SQLException {
    String sql =
        selectAll
            + sorts.stream().map(Sort::sql).collect(joining(", ", " ORDER BY ", ""))
            + " OFFSET ? ROWS FETCH NEXT ? ROWS ONLY";
    try (PreparedStatement prepared = connection.prepareStatement(sql)) {
      prepared.setLong(1, offset);
      prepared.setInt(2, limit);
      List<Object[]> rows = new ArrayList<>();
      try (ResultSet result = prepared.executeQuery()) {
        while (result.next()) {
          rows.add(row(result));
        }
      }
      return rows;
    }
  }

  long count(Connection connection) throws SQLException {
    try (PreparedStatement prepared =
            connection.prepareStatement("SELECT COUNT(*) FROM " + table.name());
        ResultSet result = prepared.executeQuery()) {
      result.next();
      return result.getLong(1);
    }
  }

  Optional<Object[]> find(Connection connection, Object key) throws SQLException {
    try (PreparedStatement prepared = connection.prepareStatement(select.sql())) {
      product.bind(prepared, 1, table.keyField(), key);
      try (ResultSet result = prepared.executeQuery()) {
        return result.next() ? Optional.of(row(result)) : Optional.empty();
      }
    }
  }

  private Object[] row(ResultSet result) throws SQLException {
    List<Object> values = new ArrayList<>();
    for (Field field : table.fields()) {
      values.add(product.read(result, values.size() + 1, field));
    }
    return values.toArray();
  }
}
