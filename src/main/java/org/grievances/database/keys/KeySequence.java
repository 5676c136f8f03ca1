package org.grievances.database.keys;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.grievances.database.dialect.Dialect;
import org.grievances.database.dialect.RowStatements;
import org.grievances.schema.Table;

/**
 * The keys that the service gives: from a sequence of the database, past all that are in use. Where
 * the greatest key there can be is in use, the sequence goes on below it, from one free key to the
 * next. No transaction that writes records is kept waiting for a key.
 */
public final class KeySequence {
  private static final int GREATEST = Integer.MAX_VALUE;

  /** As many keys as others may be about to use in batches that are not committed yet. */
  private static final int REACH_OF_OTHERS = 100_000;

  private final Connection connection;
  private final Dialect dialect;
  private final Table table;
  private final RowStatements rows;

  public KeySequence(Connection connection, Dialect dialect, Table table, RowStatements rows) {
    this.connection = connection;
    this.dialect = dialect;
    this.table = table;
    this.rows = rows;
  }

  /**
   * A key that was in use by nobody when it was looked for. Others may give records keys of their
   * own, which the sequence does not know of.
   *
   * @param again whether the last one was taken by others meanwhile
   */
  public int next(boolean again) throws SQLException {
    long key = take();
    int greatest = greatest();
    if (greatest == GREATEST) {
      return key <= GREATEST && !rows.exists(connection, key) ? (int) key : nextFree(key);
    }
    if (again || key <= greatest) {
      key = takePast(again ? REACH_OF_OTHERS : 0);
    }
    return key <= GREATEST ? (int) key : nextFree(key);
  }

  /** One transaction at a time makes the sequence go on, so that it never goes back. */
  private long takePast(int reach) throws SQLException {
    dialect.holdSequence(connection, table.sequence());
    long key = take();
    int greatest = greatest();
    if (reach == 0 && key > greatest) {
      return key;
    }
    long past = Math.min(Math.max(key, greatest) + (long) reach, GREATEST - 1L);
    dialect.advance(connection, table.sequence(), past);
    return take();
  }

  /** The next key that is free, from which the sequence goes on; from 1 where none is left. */
  private int nextFree(long taken) throws SQLException {
    int free = rows.freeKeyAfter(connection, taken).orElse(0);
    if (free > taken) {
      dialect.holdSequence(connection, table.sequence());
      dialect.advance(connection, table.sequence(), free);
      return free;
    }
    return rows.exists(connection, 1) ? rows.freeKeyAfter(connection, 1).orElseThrow() : 1;
  }

  private int greatest() throws SQLException {
    return rows.greatestKey(connection).orElse(0);
  }

  private long take() throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement(dialect.nextValue(table.sequence()));
        ResultSet result = statement.executeQuery()) {
      result.next();
      return result.getLong(1);
    }
  }
}
