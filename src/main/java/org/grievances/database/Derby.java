package org.grievances.database;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Apache Derby: rows are updated as a JDBC batch, then those that no update found are inserted as
 * another. Its MERGE does not tell the two apart.
 */
final class Derby implements Product {
  /** Derby reads no java.time values, and a java.sql.Timestamp knows no 02:30 on some days. */
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");

  private final Map<Table, Statements> statements = new ConcurrentHashMap<>();

  private record Statements(String insert, String update, List<Field> updateParameters) {

    static Statements of(Table table) {
      List<Field> updatable = table.updatable();
      String insert =
          "INSERT INTO "
              + table.name()
              + table.fields().stream().map(Field::column).collect(joining(", ", " (", ")"))
              + table.fields().stream().map(f -> "?").collect(joining(", ", " VALUES (", ")"));
      String update =
          "UPDATE "
              + table.name()
              + updatable.stream().map(f -> f.column() + " = ?").collect(joining(", ", " SET ", ""))
              + " WHERE "
              + table.keyField().column()
              + " = ?";
      updatable.add(table.keyField());
      return new Statements(insert, update, updatable);
    }
  }

  @Override
  public String folder() {
    return "derby";
  }

  @Override
  public String platform() {
    return "org.eclipse.persistence.platform.database.DerbyPlatform";
  }

  @Override
  public boolean[] put(Connection connection, Table table, List<Object[]> rows)
      throws SQLException {
    Statements sql = statements.computeIfAbsent(table, Statements::of);
    boolean[] created = new boolean[rows.size()];
    int[] updates = write(connection, sql.update(), table, sql.updateParameters(), rows);
    for (int row = 0; row < created.length; row++) {
      created[row] = updates[row] == 0;
    }
    List<Object[]> fresh =
        IntStream.range(0, created.length).filter(row -> created[row]).mapToObj(rows::get).toList();
    write(connection, sql.insert(), table, table.fields(), fresh);
    return created;
  }

  private static int[] write(
      Connection connection, String sql, Table table, List<Field> parameters, List<Object[]> rows)
      throws SQLException {
    if (rows.isEmpty()) {
      return new int[0];
    }
    int[] positions = parameters.stream().mapToInt(f -> table.position(f.name())).toArray();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (Object[] row : rows) {
        for (int i = 0; i < positions.length; i++) {
          set(statement, i + 1, parameters.get(i), row[positions[i]]);
        }
        statement.addBatch();
      }
      return statement.executeBatch();
    }
  }

  private static void set(PreparedStatement statement, int parameter, Field field, Object value)
      throws SQLException {
    switch (field.kind()) {
      case INTEGER -> statement.setObject(parameter, value, Types.INTEGER);
      case TEXT -> statement.setString(parameter, (String) value);
      case DATE_TIME ->
          statement.setString(
              parameter, value == null ? null : TIMESTAMP.format((LocalDateTime) value));
    }
  }

  @Override
  public String lock(Table table) {
    return "LOCK TABLE " + table.name() + " IN EXCLUSIVE MODE";
  }

  @Override
  public String savepoint(String name) {
    return "SAVEPOINT " + name + " ON ROLLBACK RETAIN CURSORS";
  }
}
