package org.grievances.database.dialect;

import static java.util.stream.Collectors.joining;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.grievances.schema.Field;
import org.grievances.schema.Table;

/** Many rows as parameters of one PostgreSQL statement: an array of values for each column. */
final class RowArrays {
  private RowArrays() {}

  /**
   * The statement that inserts rows into a table. The arrays are unnested side by side in a list of
   * columns, because a function in FROM would first put all of its rows into a temporary store.
   */
  static String insert(Table table) {
    return "INSERT INTO "
        + table.name()
        + table.fields().stream().map(Field::column).collect(joining(", ", " (", ")"))
        + table.fields().stream().map(RowArrays::value).collect(joining(", ", " SELECT ", ""))
        + table.fields().stream()
            .map(field -> "unnest(" + parameter(field) + ") AS " + field.column())
            .collect(joining(", ", " FROM (SELECT ", ") AS proposed"));
  }

  static String parameter(Field field) {
    return "?::" + elementType(field) + "[]";
  }

  private static String elementType(Field field) {
    return switch (field.kind()) {
      case INTEGER -> "int4";
      case BOOLEAN -> "bool";
      case TEXT, INTEGERS -> "varchar";
      case DATE_TIME -> "int8";
    };
  }

  /**
   * Date-times are sent as microseconds since 1970, which is cheaper than as texts for both sides.
   * Intervals are multiplied as floating-point numbers, so the seconds and the rest are exact only
   * one by one.
   */
  private static String value(Field field) {
    return field.kind() == Field.Kind.DATE_TIME
        ? "timestamp 'epoch' + (%1$s / 1000000) * interval '1 s' + (%1$s %% 1000000) * interval '1 us'"
            .formatted(field.column())
        : field.column();
  }

  /**
   * Sets the parameters of {@link #insert}.
   *
   * @return the number of the next parameter
   */
  static int bind(PreparedStatement statement, Table table, List<Object[]> rows)
      throws SQLException {
    Connection connection = statement.getConnection();
    int parameter = 1;
    for (int column = 0; column < table.fields().size(); column++) {
      statement.setArray(parameter++, array(connection, table, rows, column));
    }
    return parameter;
  }

  private static Array array(Connection connection, Table table, List<Object[]> rows, int column)
      throws SQLException {
    Field field = table.fields().get(column);
    Object[] values =
        field.kind() == Field.Kind.DATE_TIME
            ? microseconds(rows, column)
            : fill(array(field, rows.size()), rows, column);
    return connection.createArrayOf(elementType(field), values);
  }

  /** Of the class whose arrays the driver sends as they are, not as escaped text. */
  private static Object[] array(Field field, int length) {
    return (Object[]) java.lang.reflect.Array.newInstance(field.kind().javaType(), length);
  }

  private static Object[] fill(Object[] values, List<Object[]> rows, int column) {
    for (int row = 0; row < values.length; row++) {
      values[row] = rows.get(row)[column];
    }
    return values;
  }

  private static Long[] microseconds(List<Object[]> rows, int column) {
    Long[] microseconds = new Long[rows.size()];
    for (int row = 0; row < microseconds.length; row++) {
      if (rows.get(row)[column] instanceof LocalDateTime dateTime) {
        microseconds[row] =
            dateTime.toEpochSecond(ZoneOffset.UTC) * 1_000_000 + dateTime.getNano() / 1_000;
      }
    }
    return microseconds;
  }

  /** An array of keys. */
  static Array keys(Connection connection, Field key, List<Object> keys) throws SQLException {
    return connection.createArrayOf(elementType(key), keys.toArray(array(key, keys.size())));
  }
}
