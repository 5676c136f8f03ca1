package org.grievances.database;

import static java.util.stream.Collectors.joining;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** PostgreSQL: one statement for a chunk of rows, with an array of values for each column. */
final class PostgreSql implements Product {
  private final Map<Table, String> puts = new ConcurrentHashMap<>();

  @Override
  public String folder() {
    return "postgresql";
  }

  @Override
  public String platform() {
    return "org.eclipse.persistence.platform.database.PostgreSQLPlatform";
  }

  @Override
  public boolean[] put(
      Connection connection, Table table, RowStatements statements, List<Object[]> rows)
      throws SQLException {
    String sql = puts.computeIfAbsent(table, PostgreSql::putStatement);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int column = 0; column < table.fields().size(); column++) {
        statement.setArray(column + 1, array(connection, table, rows, column));
      }
      return created(statement, table, rows);
    }
  }

  /** A row that was just inserted has no transaction in xmax; one that was updated has ours. */
  private static String putStatement(Table table) {
    List<Field> fields = table.fields();
    String key = table.keyField().column();
    return "INSERT INTO "
        + table.name()
        + fields.stream().map(Field::column).collect(joining(", ", " (", ")"))
        + " SELECT * FROM unnest"
        + fields.stream().map(f -> "?::" + type(f) + "[]").collect(joining(", ", "(", ")"))
        + " ON CONFLICT ("
        + key
        + ") DO UPDATE SET "
        + table.updatable().stream()
            .map(f -> f.column() + " = EXCLUDED." + f.column())
            .collect(joining(", "))
        + " RETURNING "
        + table.name()
        + "."
        + key
        + ", xmax = 0";
  }

  private static String type(Field field) {
    return switch (field.kind()) {
      case INTEGER -> "int4";
      case TEXT -> "varchar";
      case DATE_TIME -> "timestamp";
    };
  }

  private static Array array(Connection connection, Table table, List<Object[]> rows, int column)
      throws SQLException {
    Object[] values = new Object[rows.size()];
    for (int row = 0; row < values.length; row++) {
      values[row] = rows.get(row)[column];
    }
    return connection.createArrayOf(type(table.fields().get(column)), values);
  }

  private static boolean[] created(PreparedStatement statement, Table table, List<Object[]> rows)
      throws SQLException {
    Map<Object, Boolean> createdByKey = new HashMap<>(rows.size() * 2);
    try (ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        createdByKey.put(result.getObject(1), result.getBoolean(2));
      }
    }
    boolean[] created = new boolean[rows.size()];
    for (int row = 0; row < created.length; row++) {
      created[row] = createdByKey.get(table.key(rows.get(row)));
    }
    return created;
  }

  @Override
  public void bind(PreparedStatement statement, int parameter, Field field, Object value)
      throws SQLException {
    statement.setObject(parameter, value, jdbcType(field));
  }

  private static int jdbcType(Field field) {
    return switch (field.kind()) {
      case INTEGER -> Types.INTEGER;
      case TEXT -> Types.VARCHAR;
      case DATE_TIME -> Types.TIMESTAMP;
    };
  }

  @Override
  public Object read(ResultSet result, int column, Field field) throws SQLException {
    return switch (field.kind()) {
      case INTEGER -> result.getObject(column, Integer.class);
      case TEXT -> result.getString(column);
      case DATE_TIME -> result.getObject(column, LocalDateTime.class);
    };
  }

  /** Writers wait, readers do not. */
  @Override
  public String lock(Table table) {
    return "LOCK TABLE " + table.name() + " IN SHARE ROW EXCLUSIVE MODE";
  }

  @Override
  public String savepoint(String name) {
    return "SAVEPOINT " + name;
  }
}
