package org.grievances.database.dialect;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.grievances.schema.Author;
import org.grievances.schema.Codes;
import org.grievances.schema.Field;
import org.grievances.schema.Table;

/** Reads and writes the rows of one table by their keys, over one connection. */
public abstract sealed class TableAccess permits DerbyTableAccess, PostgreSqlTableAccess {
  final Connection connection;
  final Dialect dialect;
  final Table table;
  private final TableSql sql;
  private final Optional<HistoryRecorder> recorder;

  /** Reads the row that a result is at. */
  @FunctionalInterface
  interface RowReader {
    void read(ResultSet result) throws SQLException;
  }

  /**
   * @param recorder of the changes; empty if no history is kept, or triggers do it
   */
  TableAccess(Connection connection, TableSql sql, Optional<HistoryRecorder> recorder) {
    this.connection = connection;
    this.dialect = sql.dialect;
    this.table = sql.table;
    this.sql = sql;
    this.recorder = recorder;
  }

  public Connection connection() {
    return connection;
  }

  public Dialect dialect() {
    return dialect;
  }

  public Table table() {
    return table;
  }

  /** The keys that rows have or can get. */
  public final TableKeys keys() {
    return sql.keys(connection);
  }

  /**
   * Begins writing as an author: takes the lock that a writer needs, which {@link Dialect#lock} in
   * another transaction waits for.
   *
   * @return the codes that the rows may hold, none of which can be deleted before the transaction
   *     ends
   */
  public abstract Codes beginWriting(Author author) throws SQLException;

  /**
   * Inserts the rows whose key is new, with default codes where they have none, and replaces the
   * others.
   *
   * @param rows in ascending order of their keys, without duplicate keys
   * @return for each row, whether it was created
   */
  public final boolean[] put(List<Object[]> rows, Codes codes) throws SQLException {
    boolean[] created = putRows(rows, codes);
    recordCreated(keys(rows, created));
    keepOneDefault(rows);
    return created;
  }

  /** Records the rows that it replaces, but not those that it creates. */
  abstract boolean[] putRows(List<Object[]> rows, Codes codes) throws SQLException;

  /**
   * Inserts the rows whose key is new, with default codes where they have none, and leaves the
   * others as they are.
   *
   * @param rows in ascending order of their keys, without duplicate keys
   * @return for each row, whether it was created
   */
  public final boolean[] insert(List<Object[]> rows, Codes codes) throws SQLException {
    boolean[] created = insertRows(rows.stream().map(codes::complete).toList());
    recordCreated(keys(rows, created));
    keepOneDefault(
        IntStream.range(0, created.length)
            .filter(row -> created[row])
            .mapToObj(rows::get)
            .toList());
    return created;
  }

  abstract boolean[] insertRows(List<Object[]> rows) throws SQLException;

  /**
   * Inserts the rows whose key is new, as {@link #put} does, and replaces some values of the
   * others. The table must be no list.
   *
   * @param rows in ascending order of their keys, without duplicate keys
   * @param sent for each row, the positions of the values that are replaced
   * @return for each row, whether it was created
   */
  public final boolean[] merge(List<Object[]> rows, List<BitSet> sent, Codes codes)
      throws SQLException {
    boolean[] created = mergeRows(rows, sent, codes);
    recordCreated(keys(rows, created));
    return created;
  }

  /** Records the rows that it changes, but not those that it creates. */
  abstract boolean[] mergeRows(List<Object[]> rows, List<BitSet> sent, Codes codes)
      throws SQLException;

  /**
   * Deletes rows.
   *
   * @param rows in ascending order of their keys; they consist of their keys only
   * @return for each row, whether it existed
   */
  public final boolean[] delete(List<Object[]> rows) throws SQLException {
    boolean[] deleted = deleteRows(rows);
    addToCount(-keys(rows, deleted).size());
    return deleted;
  }

  /** Records the rows that it deletes. */
  abstract boolean[] deleteRows(List<Object[]> rows) throws SQLException;

  final List<Object> keys(List<Object[]> rows) {
    return rows.stream().map(table::key).toList();
  }

  /** The keys of the rows that something is true for. */
  private List<Object> keys(List<Object[]> rows, boolean[] which) {
    return IntStream.range(0, which.length)
        .filter(row -> which[row])
        .mapToObj(row -> table.key(rows.get(row)))
        .toList();
  }

  /** Adds rows that were created to the history and to the count, where triggers do not. */
  public final void recordCreated(List<Object> keys) throws SQLException {
    recordChange(keys, Change.CREATED);
    addToCount(keys.size());
  }

  /** Records a change of locked rows, if the history is recorded here. */
  public final void recordChange(List<Object> keys, Change change) throws SQLException {
    if (recorder.isPresent()) {
      recorder.get().record(this, keys, change);
    }
  }

  final boolean isRecorded() {
    return recorder.isPresent();
  }

  /**
   * Locks and records the existing rows with these keys, which are about to be changed.
   *
   * @return their keys
   */
  final Set<Object> recordExisting(List<Object> keys, Change change) throws SQLException {
    Set<Object> existing = lockKeys(keys);
    recordChange(keys.stream().filter(existing::contains).toList(), change);
    return existing;
  }

  /** Adds to the number of rows, if only the service keeps it. */
  public void addToCount(int change) throws SQLException {}

  /** In a list, clears the default flag of all rows but the last one that sets it. */
  public final void keepOneDefault(List<Object[]> rows) throws SQLException {
    if (!table.isList()) {
      return;
    }
    int flag = table.position(table.defaultFlag().orElseThrow().name());
    for (Object[] row : rows) {
      if (Boolean.TRUE.equals(row[flag])) {
        clearOtherDefaults(table.key(row));
      }
    }
  }

  private void clearOtherDefaults(Object key) throws SQLException {
    String flag = table.defaultFlag().orElseThrow().column();
    String others = " WHERE " + flag + " = TRUE AND " + sql.key + " <> ?";
    if (isRecorded()) {
      List<Object> keys = new ArrayList<>();
      try (PreparedStatement query =
          prepare("SELECT " + sql.key + " FROM " + sql.name + others, key)) {
        read(query, result -> keys.add(dialect.read(result, 1, table.keyField())));
      }
      recordExisting(keys, Change.UPDATED);
    }
    try (PreparedStatement update =
        prepare("UPDATE " + sql.name + " SET " + flag + " = FALSE" + others, key)) {
      update.executeUpdate();
    }
  }

  private PreparedStatement prepare(String statement, Object key) throws SQLException {
    PreparedStatement prepared = connection.prepareStatement(statement);
    dialect.bind(prepared, 1, table.keyField(), key);
    return prepared;
  }

  /**
   * Locks the existing rows with these keys and returns them by key; no other transaction can
   * change them until this one ends.
   *
   * @param keys in ascending order, so that concurrent transactions wait for each other instead of
   *     deadlocking
   */
  public final Map<Object, Object[]> lockRows(List<Object> keys) throws SQLException {
    Map<Object, Object[]> rows = new HashMap<>();
    lock(sql.columns, keys, result -> addRow(result, rows));
    return rows;
  }

  /** The existing rows with these keys, by key, without locking them. */
  public final Map<Object, Object[]> readRows(List<Object> keys) throws SQLException {
    Map<Object, Object[]> rows = new HashMap<>();
    select(sql.columns, keys, "", result -> addRow(result, rows));
    return rows;
  }

  /**
   * Some values of the existing rows with these keys, by key, without locking them.
   *
   * @param fields of all that is stored with the table
   */
  final Map<Object, Object[]> readRows(List<Object> keys, List<Field> fields) throws SQLException {
    Map<Object, Object[]> rows = new HashMap<>();
    String columns = sql.key + ", " + TableSql.list(fields, Field::column);
    select(
        columns,
        keys,
        "",
        result -> rows.put(dialect.read(result, 1, table.keyField()), sql.row(result, 2, fields)));
    return rows;
  }

  private void addRow(ResultSet result, Map<Object, Object[]> rows) throws SQLException {
    Object[] row = sql.row(result, 1);
    rows.put(table.key(row), row);
  }

  /**
   * Locks the existing rows with these keys and returns their keys. Reads these only: reading a
   * row's other columns takes most of the time.
   *
   * @param keys in ascending order
   */
  public final Set<Object> lockKeys(List<Object> keys) throws SQLException {
    Set<Object> existing = new HashSet<>();
    lock(sql.key, keys, result -> existing.add(dialect.read(result, 1, table.keyField())));
    return existing;
  }

  /** Locks the existing rows with these keys and reads some of their columns. */
  abstract void lock(String columns, List<Object> keys, RowReader reader) throws SQLException;

  /**
   * Reads some columns of the existing rows with these keys.
   *
   * @param end of the query
   */
  final void select(String columns, List<Object> keys, String end, RowReader reader)
      throws SQLException {
    for (List<Object> some : keyLists(keys)) {
      run("SELECT " + columns + rowsWithKeys(some.size()) + end, some, reader);
    }
  }

  /** Runs a statement for some keys and reads the rows that it returns. */
  final void run(String statement, List<Object> keys, RowReader reader) throws SQLException {
    try (PreparedStatement prepared = connection.prepareStatement(statement)) {
      bindKeys(prepared, 1, keys);
      read(prepared, reader);
    }
  }

  private static void read(PreparedStatement query, RowReader reader) throws SQLException {
    try (ResultSet result = query.executeQuery()) {
      while (result.next()) {
        reader.read(result);
      }
    }
  }

  /** Splits keys into lists, each for one statement. */
  public List<List<Object>> keyLists(List<Object> keys) {
    return List.of(keys);
  }

  /** The FROM and WHERE that select the rows with the keys of a list, by the index of the keys. */
  public String rowsWithKeys(int keys) {
    return " FROM " + sql.name + " WHERE " + isIn(keys);
  }

  /** The condition that a row has one of the keys of a list. */
  public abstract String isIn(int keys);

  /** Sets the parameters of {@link #rowsWithKeys} or {@link #isIn}, from the given one on. */
  public abstract void bindKeys(PreparedStatement statement, int parameter, List<Object> keys)
      throws SQLException;

  /** The number of all rows. */
  public abstract long count() throws SQLException;

  public Optional<Object[]> find(Object key) throws SQLException {
    try (PreparedStatement prepared =
        connection.prepareStatement(sql.selectAll + " WHERE " + sql.hasKey)) {
      for (int parameter = 1; parameter <= sql.keyParameters; parameter++) {
        dialect.bind(prepared, parameter, table.keyField(), key);
      }
      try (ResultSet result = prepared.executeQuery()) {
        return result.next() ? Optional.of(sql.row(result, 1)) : Optional.empty();
      }
    }
  }

  /** Whether the database writes the history of the rows itself now. */
  public boolean writesHistory() throws SQLException {
    return false;
  }

  /** The columns of a row, of a table that has this alias. */
  public String columns(String alias) {
    return TableSql.list(table.fields(), field -> alias + "." + field.column());
  }

  /** Reads the columns of a row, from the given one on. */
  public Object[] row(ResultSet result, int column) throws SQLException {
    return sql.row(result, column);
  }
}
