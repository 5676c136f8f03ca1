package org.grievances.database.dialect;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.grievances.schema.Author;
import org.grievances.schema.Codes;
import org.grievances.schema.Field;
import org.grievances.schema.Table;

/**
 * PostgreSQL: one statement per chunk of rows, with an array of values for each column. Triggers
 * write the history, whoever makes a change, and count the rows; see the migrations.
 */
sealed class PostgreSqlTableAccess extends TableAccess permits SpreadTableAccess {
  private final Sql sql;

  /**
   * A change of one field.
   *
   * @param kept the keys of the rows that keep their value
   * @param completed the keys of the rows that are proposed with a default, which only new ones get
   */
  private record Merged(Field field, List<Object> kept, List<Object> completed) {}

  /** The statements that write rows. */
  static sealed class Sql extends TableSql permits SpreadTableAccess.Sql {
    private final String begin;
    private final String put;
    private final String completingPut;
    private final String insert;
    private final String delete;

    Sql(Dialect dialect, Table table) {
      super(dialect, table);
      this.begin =
          ("LOCK TABLE " + name + " IN ROW EXCLUSIVE MODE; ")
              + PostgreSqlDialect.SET_AUTHOR
              + (isCoded() ? "; " + CodeLists.query(table) : "");
      this.put = put(List.of());
      this.completingPut = put(table.coded());
      this.insert =
          RowArrays.insert(table)
              + " ON CONFLICT ("
              + key
              + ") DO NOTHING RETURNING "
              + key
              + ", TRUE";
      this.delete = delete();
    }

    private boolean isCoded() {
      return !table.coded().isEmpty();
    }

    /** xmax is zero for a row that was just inserted, and our transaction for an updated one. */
    private String put(List<Field> completed) {
      return upsert(completed) + " RETURNING " + name + "." + key + ", xmax = 0";
    }

    /**
     * Inserts the rows whose key is new, and replaces the others.
     *
     * @param completed the coded fields that rows are proposed with defaults for
     */
    final String upsert(List<Field> completed) {
      return RowArrays.insert(table) + replacing(completed);
    }

    /** The end of an INSERT that replaces the rows whose key exists. */
    final String replacing(List<Field> completed) {
      return (" ON CONFLICT (" + key + ") DO UPDATE SET ")
          + list(table.updatable(), field -> field.column() + " = " + value(field, completed));
    }

    private String value(Field field, List<Field> completed) {
      String proposed = "EXCLUDED." + field.column();
      return completed.contains(field) ? unlessAmongKeys("NULL", proposed) : proposed;
    }

    /** A value for the rows with the keys of a parameter, and another one for all others. */
    private String unlessAmongKeys(String value, String otherwise) {
      return "CASE WHEN EXCLUDED.%s IN (SELECT unnest(%s)) THEN %s ELSE %s END"
          .formatted(key, RowArrays.parameter(table.keyField()), value, otherwise);
    }

    /**
     * Inserts the rows whose key is new, and changes some values of the others. The parameters
     * after the rows are, for each change, the keys of rows that keep their value, if there are
     * any, and of those that are proposed with a default, if there are any.
     */
    private String merge(List<Merged> changes) {
      return (RowArrays.insert(table) + " ON CONFLICT (" + key + ") DO UPDATE SET ")
          + changes.stream().map(this::assignment).collect(joining(", "))
          + (" RETURNING " + name + "." + key + ", xmax = 0");
    }

    private String assignment(Merged change) {
      String column = change.field.column();
      String proposed = "EXCLUDED." + column;
      String value = change.completed.isEmpty() ? proposed : unlessAmongKeys("NULL", proposed);
      return column
          + " = "
          + (change.kept.isEmpty() ? value : unlessAmongKeys(name + "." + column, value));
    }

    /** Locks the rows in key order first, since DELETE alone locks them in an order of its own. */
    String delete() {
      return """
          WITH present AS MATERIALIZED (
            SELECT KEY AS present_key FROM ROWS WHERE KEY = ANY (?) ORDER BY KEY FOR UPDATE)
          DELETE FROM ROWS USING present WHERE KEY = present_key RETURNING KEY, TRUE"""
          .replace("KEY", key)
          .replace("ROWS", name);
    }

    @Override
    public TableAccess on(Connection connection, Optional<HistoryRecorder> recorder) {
      return new PostgreSqlTableAccess(connection, this, recorder);
    }

    @Override
    TableKeys keys(Connection connection) {
      return new PostgreSqlTableKeys(connection, this);
    }
  }

  PostgreSqlTableAccess(Connection connection, Sql sql, Optional<HistoryRecorder> recorder) {
    super(connection, sql, recorder);
    this.sql = sql;
  }

  /** In one round trip, since each takes a large part of the time of a small batch. */
  @Override
  public final Codes beginWriting(Author author) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql.begin)) {
      PostgreSqlDialect.bind(statement, author);
      statement.execute();
      statement.getMoreResults();
      return sql.isCoded() && statement.getMoreResults()
          ? CodeLists.read(table, statement.getResultSet())
          : Codes.ANY;
    }
  }

  /**
   * A row without a code is proposed with the default, but an update sets it to null: for each
   * code, the statement gets the keys of such rows. All rows are in one statement, so that they are
   * locked in key order.
   */
  @Override
  boolean[] putRows(List<Object[]> rows, Codes codes) throws SQLException {
    boolean completed = rows.stream().anyMatch(codes::hasDefaultFor);
    List<Object[]> proposed = completed ? rows.stream().map(codes::complete).toList() : rows;
    try (PreparedStatement statement =
        connection.prepareStatement(completed ? sql.completingPut : sql.put)) {
      int parameter = RowArrays.bind(statement, table, proposed);
      for (Field coded : completed ? table.coded() : List.<Field>of()) {
        int position = table.position(coded.name());
        List<Object> keys =
            rows.stream()
                .filter(row -> codes.hasDefaultFor(row, position))
                .map(table::key)
                .toList();
        bindKeys(statement, parameter++, keys);
      }
      return outcomes(statement, rows);
    }
  }

  @Override
  final boolean[] insertRows(List<Object[]> rows) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql.insert)) {
      RowArrays.bind(statement, table, rows);
      return outcomes(statement, rows);
    }
  }

  /** One statement, as for {@link #putRows}; a value that no row gives is not in it. */
  @Override
  boolean[] mergeRows(List<Object[]> rows, List<BitSet> sent, Codes codes) throws SQLException {
    BitSet sentByAny = new BitSet();
    sent.forEach(sentByAny::or);
    List<Merged> changes =
        table.updatable(sentByAny).stream().map(field -> merged(field, rows, sent, codes)).toList();
    try (PreparedStatement statement = connection.prepareStatement(sql.merge(changes))) {
      int parameter = RowArrays.bind(statement, table, rows.stream().map(codes::complete).toList());
      for (Merged change : changes) {
        for (List<Object> keys : List.of(change.kept, change.completed)) {
          if (!keys.isEmpty()) {
            bindKeys(statement, parameter++, keys);
          }
        }
      }
      return outcomes(statement, rows);
    }
  }

  private Merged merged(Field field, List<Object[]> rows, List<BitSet> sent, Codes codes) {
    int position = table.position(field.name());
    List<Object> kept = new ArrayList<>();
    List<Object> completed = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      Object[] values = rows.get(row);
      if (!sent.get(row).get(position)) {
        kept.add(table.key(values));
      } else if (codes.hasDefaultFor(values, position)) {
        completed.add(table.key(values));
      }
    }
    return new Merged(field, kept, completed);
  }

  @Override
  boolean[] deleteRows(List<Object[]> rows) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql.delete)) {
      bindKeys(statement, 1, keys(rows));
      return outcomes(statement, rows);
    }
  }

  /** Runs a statement that returns keys with an outcome each; false for a key not returned. */
  final boolean[] outcomes(PreparedStatement statement, List<Object[]> rows) throws SQLException {
    Set<Object> trueKeys = new HashSet<>(rows.size() * 2);
    try (ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        if (result.getBoolean(2)) {
          trueKeys.add(result.getObject(1));
        }
      }
    }
    boolean[] outcomes = new boolean[rows.size()];
    for (int row = 0; row < outcomes.length; row++) {
      outcomes[row] = trueKeys.contains(table.key(rows.get(row)));
    }
    return outcomes;
  }

  @Override
  void lock(String columns, List<Object> keys, RowReader reader) throws SQLException {
    select(columns, keys, " ORDER BY " + sql.key + " FOR UPDATE", reader);
  }

  @Override
  public String isIn(int keys) {
    return sql.key + " = ANY (?)";
  }

  @Override
  public void bindKeys(PreparedStatement statement, int parameter, List<Object> keys)
      throws SQLException {
    statement.setArray(
        parameter, RowArrays.keys(statement.getConnection(), table.keyField(), keys));
  }

  /** In one row for each connection, so that no transaction waits for another. */
  @Override
  public final long count() throws SQLException {
    return NumberQuery.ask(connection, PostgreSqlDialect.count(table)).orElseThrow();
  }

  @Override
  public boolean writesHistory() throws SQLException {
    String query = "SELECT 1 WHERE " + PostgreSqlDialect.writesHistory(table);
    return NumberQuery.ask(connection, query).isPresent();
  }
}
