package org.grievances.database.dialect;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;

/**
 * The keys of one table, over one connection: those in use, and the sequence that generates others.
 */
public abstract sealed class TableKeys permits DerbyTableKeys, PostgreSqlTableKeys {
  final Connection connection;
  final TableSql sql;

  TableKeys(Connection connection, TableSql sql) {
    this.connection = connection;
    this.sql = sql;
  }

  /** Whether there is a row with this key. */
  public boolean exists(long key) throws SQLException {
    return NumberQuery.ask(
            connection, "SELECT 1 FROM " + sql.name + " WHERE " + sql.key + " = ?", key)
        .isPresent();
  }

  /** The greatest key, found without waiting for writers; zero when there is no row. */
  public long greatestKey() throws SQLException {
    String greatest = "SELECT MAX(" + sql.key + ") FROM " + sql.name;
    return NumberQuery.ask(connection, greatest + sql.dialect.withoutWaiting()).orElse(0);
  }

  /** The lowest free key above one that is in use and at least the given one; empty if none is. */
  public final OptionalLong freeKeyAfter(long used) throws SQLException {
    return NumberQuery.ask(
        connection, freeKey().replace("KEY", sql.key).replace("ROWS", sql.name), used);
  }

  /** The query for {@link #freeKeyAfter}; no row when there is none. */
  String freeKey() {
    return """
        SELECT used.KEY + 1 FROM ROWS used
        WHERE used.KEY >= ? AND used.KEY < 2147483647
          AND NOT EXISTS (SELECT 1 FROM ROWS following WHERE following.KEY = used.KEY + 1)
        ORDER BY used.KEY FETCH FIRST ROW ONLY""";
  }

  /** Takes the next value of the sequence that generates the keys. */
  public final long nextValue() throws SQLException {
    return nextValues(1).get(0);
  }

  /** Takes several of the next values of this sequence, in ascending order. */
  public abstract List<Long> nextValues(int count) throws SQLException;

  /** Blocks other transactions from advancing the sequence until this one ends. */
  public abstract void holdSequence() throws SQLException;

  /** Advances the held sequence past a number, unless it is already past it. */
  public abstract void advanceSequence(long past) throws SQLException;
}
