package org.grievances.bench;

import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.grievances.grievance.Grievance;
import org.grievances.schema.Field;

/**
 * Writes rows over plain JDBC, to compare the service with: it uses the same kind of statement and
 * one transaction for each batch, and its table has the same columns and key.
 */
interface Baseline extends AutoCloseable {
  List<Field> FIELDS = Grievance.TABLE.fields();
  String COLUMNS = FIELDS.stream().map(Field::name).collect(Collectors.joining(", "));

  /** Puts a batch of rows and commits. */
  void put(Connection connection, List<Object[]> rows) throws SQLException;

  @Override
  default void close() {}

  /**
   * {@code INSERT … SELECT FROM unnest(…) ON CONFLICT … RETURNING}, a thousand rows a statement.
   */
  record PostgreSql() implements Baseline {
    private static final int CHUNK = 1_000;
    private static final String SQL =
        "INSERT INTO floor_grievances ("
            + COLUMNS
            + ") SELECT * FROM unnest("
            + FIELDS.stream().map(f -> parameter(f)).collect(Collectors.joining(", "))
            + ") ON CONFLICT (grievance_key) DO UPDATE SET "
            + FIELDS.stream()
                .skip(1)
                .map(f -> f.name() + " = EXCLUDED." + f.name())
                .collect(Collectors.joining(", "))
            + " RETURNING grievance_key, xmax = 0";

    private static String parameter(Field field) {
      return switch (field.kind()) {
        case INTEGER -> "?::int4[]";
        case BOOLEAN -> "?::bool[]";
        case TEXT, INTEGERS -> "?::varchar[]";
        case DATE_TIME -> "?::varchar[]::timestamp[]";
      };
    }

    /** The driver sends arrays of texts and of numbers fastest. */
    private static Array values(Connection connection, List<Object[]> rows, int column)
        throws SQLException {
      if (FIELDS.get(column).kind() == Field.Kind.INTEGER) {
        return connection.createArrayOf(
            "int4", rows.stream().map(row -> (Integer) row[column]).toArray(Integer[]::new));
      }
      return connection.createArrayOf(
          "varchar",
          rows.stream()
              .map(row -> row[column] == null ? null : row[column].toString())
              .toArray(String[]::new));
    }

    @Override
    public void put(Connection connection, List<Object[]> rows) throws SQLException {
      try (PreparedStatement statement = connection.prepareStatement(SQL)) {
        for (int first = 0; first < rows.size(); first += CHUNK) {
          List<Object[]> chunk = rows.subList(first, Math.min(first + CHUNK, rows.size()));
          for (int column = 0; column < FIELDS.size(); column++) {
            statement.setArray(column + 1, values(connection, chunk, column));
          }
          try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
              result.getBoolean(2);
            }
          }
        }
      }
      connection.commit();
    }
  }

  /** Updates all rows as a JDBC batch, then inserts those without a match as another. */
  record Derby() implements Baseline {
    private static final String INSERT =
        "INSERT INTO floor_grievances ("
            + COLUMNS
            + ") VALUES ("
            + FIELDS.stream().map(f -> "?").collect(Collectors.joining(", "))
            + ")";
    private static final String UPDATE =
        "UPDATE floor_grievances SET "
            + FIELDS.stream().skip(1).map(f -> f.name() + " = ?").collect(Collectors.joining(", "))
            + " WHERE grievance_key = ?";

    @Override
    public void put(Connection connection, List<Object[]> rows) throws SQLException {
      List<Object[]> newRows = new ArrayList<>();
      try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
        for (Object[] row : rows) {
          bind(update, row, 1, FIELDS.size());
          update.setObject(FIELDS.size(), row[0]);
          update.addBatch();
        }
        int[] counts = update.executeBatch();
        IntStream.range(0, counts.length)
            .filter(row -> counts[row] == 0)
            .forEach(row -> newRows.add(rows.get(row)));
      }
      try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
        for (Object[] row : newRows) {
          bind(insert, row, 0, FIELDS.size());
          insert.addBatch();
        }
        insert.executeBatch();
      }
      connection.commit();
    }

    /** Stops Derby in this process, which reports that by an exception. */
    @Override
    public void close() {
      try {
        DriverManager.getConnection("jdbc:derby:;shutdown=true;deregister=false").close();
      } catch (SQLException e) {
        if (!"XJ015".equals(e.getSQLState())) {
          throw new IllegalStateException(e);
        }
      }
    }

    private static void bind(PreparedStatement statement, Object[] row, int from, int to)
        throws SQLException {
      for (int column = from; column < to; column++) {
        Object value = row[column];
        switch (FIELDS.get(column).kind()) {
          case INTEGER -> statement.setObject(column - from + 1, value, Types.INTEGER);
          case BOOLEAN -> statement.setObject(column - from + 1, value, Types.BOOLEAN);
          case TEXT, INTEGERS -> statement.setString(column - from + 1, (String) value);
          case DATE_TIME ->
              statement.setTimestamp(
                  column - from + 1,
                  value == null ? null : Timestamp.valueOf((LocalDateTime) value));
        }
      }
    }
  }

  /** Creates the table of the baseline, by the statements that create the service's own. */
  static void createTable(Connection connection, List<String> definition) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String each : definition) {
        statement.execute(each.replace("grievances", "floor_grievances"));
      }
    }
  }
}
