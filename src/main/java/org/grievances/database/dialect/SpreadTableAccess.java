package org.grievances.database.dialect;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.grievances.schema.Codes;
import org.grievances.schema.Table;

/**
 * PostgreSQL whose rows are spread over many machines by their keys. It has no triggers, cannot
 * lock several rows by {@code FOR UPDATE}, and does not return whether an upsert created a row. An
 * upsert that replaces no row does all of it: it inserts the new rows, returns these alone, and
 * locks the others.
 */
final class SpreadTableAccess extends PostgreSqlTableAccess {
  private static final String ADD_TO_COUNT =
      "INSERT INTO row_counts VALUES (?, pg_backend_pid(), ?)"
          + " ON CONFLICT (table_name, backend) DO UPDATE SET rows = row_counts.rows + EXCLUDED.rows";

  private final Sql sql;

  /** The statements that write rows. */
  static final class Sql extends PostgreSqlTableAccess.Sql {
    private final String upsert;
    private final String insertOrLock;
    private final String lock;

    Sql(Dialect dialect, Table table) {
      super(dialect, table);
      this.upsert = upsert(List.of());
      this.insertOrLock = RowArrays.insert(table) + locking() + ", TRUE";
      this.lock =
          ("INSERT INTO " + name + " (" + columns + ") " + selectAll)
              + (" WHERE " + key + " = ANY (?) ORDER BY " + key + locking());
    }

    /**
     * The end of an INSERT that locks the rows whose key exists, and returns the other keys: a row
     * is locked before the condition is evaluated, which no row fulfils.
     */
    private String locking() {
      return replacing(List.of()) + " WHERE FALSE RETURNING " + key;
    }

    @Override
    String delete() {
      return ("DELETE FROM " + name + " WHERE " + key) + (" = ANY (?) RETURNING " + key + ", TRUE");
    }

    @Override
    public TableAccess on(Connection connection, Optional<HistoryRecorder> recorder) {
      return new SpreadTableAccess(connection, this, recorder);
    }

    @Override
    TableKeys keys(Connection connection) {
      return new SpreadTableKeys(connection, this);
    }
  }

  SpreadTableAccess(Connection connection, Sql sql, Optional<HistoryRecorder> recorder) {
    super(connection, sql, recorder);
    this.sql = sql;
  }

  /** Once a row is inserted or locked, nobody else changes it before it is kept and replaced. */
  @Override
  boolean[] putRows(List<Object[]> rows, Codes codes) throws SQLException {
    boolean[] created = insertOrLock(rows.stream().map(codes::complete).toList());
    List<Object[]> existing =
        IntStream.range(0, created.length)
            .filter(row -> !created[row])
            .mapToObj(rows::get)
            .toList();
    if (!existing.isEmpty()) {
      recordChange(keys(existing), Change.UPDATED);
      replace(existing);
    }
    return created;
  }

  /** The rows that exist are read, and replaced with the values that they keep. */
  @Override
  boolean[] mergeRows(List<Object[]> rows, List<BitSet> sent, Codes codes) throws SQLException {
    boolean[] created = insertOrLock(rows.stream().map(codes::complete).toList());
    List<Integer> existing =
        IntStream.range(0, created.length).filter(row -> !created[row]).boxed().toList();
    if (!existing.isEmpty()) {
      List<Object> keys = keys(existing.stream().map(rows::get).toList());
      Map<Object, Object[]> current = readRows(keys);
      recordChange(keys, Change.UPDATED);
      replace(
          existing.stream()
              .map(
                  row ->
                      table.merge(
                          rows.get(row), sent.get(row), current.get(table.key(rows.get(row)))))
              .toList());
    }
    return created;
  }

  private boolean[] insertOrLock(List<Object[]> rows) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql.insertOrLock)) {
      RowArrays.bind(statement, table, rows);
      return outcomes(statement, rows);
    }
  }

  private void replace(List<Object[]> rows) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql.upsert)) {
      RowArrays.bind(statement, table, rows);
      statement.executeUpdate();
    }
  }

  /**
   * Locks the rows first, even if no history is kept: DELETE locks them in an order of its own.
   * With a history it deletes only what it has recorded: a row that somebody creates meanwhile is
   * neither, and stays.
   */
  @Override
  boolean[] deleteRows(List<Object[]> rows) throws SQLException {
    List<Object> keys = keys(rows);
    if (!isRecorded()) {
      lock(keys);
      return super.deleteRows(rows);
    }
    Set<Object> recorded = recordExisting(present(keys), Change.DELETED);
    try (PreparedStatement statement = connection.prepareStatement(sql.delete())) {
      bindKeys(statement, 1, keys.stream().filter(recorded::contains).toList());
      return outcomes(statement, rows);
    }
  }

  /** Those of the keys that rows have, before these are locked: later ones would not be. */
  private List<Object> present(List<Object> keys) throws SQLException {
    Set<Object> present = new HashSet<>();
    select(sql.key, keys, "", result -> present.add(result.getObject(1)));
    return keys.stream().filter(present::contains).toList();
  }

  @Override
  void lock(String columns, List<Object> keys, RowReader reader) throws SQLException {
    lock(keys);
    select(columns, keys, "", reader);
  }

  /**
   * Proposes the rows to their own table, which locks them in key order. One that somebody deleted
   * meanwhile comes back, and is deleted again before anybody sees it.
   */
  private void lock(List<Object> keys) throws SQLException {
    List<Object> back = new ArrayList<>();
    run(sql.lock, keys, result -> back.add(result.getObject(1)));
    if (!back.isEmpty()) {
      run(sql.delete(), back, result -> {});
    }
  }

  /** In a row for each connection, so that no transaction waits for another. */
  @Override
  public void addToCount(int change) throws SQLException {
    if (change != 0) {
      try (PreparedStatement statement = connection.prepareStatement(ADD_TO_COUNT)) {
        statement.setString(1, table.name());
        statement.setLong(2, change);
        statement.executeUpdate();
      }
    }
  }

  @Override
  public boolean writesHistory() {
    return false;
  }
}
