package org.grievances.database.keys;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.grievances.database.dialect.Dialect;
import org.grievances.database.dialect.RowStatements;
import org.grievances.schema.Table;

/**
 * Generates the keys of new records: from a database sequence, above all keys in use. If the
 * greatest possible key is in use, the sequence continues below it, from one free key to the next.
 * Generating a key blocks no transaction that writes records.
 */
public final class KeySequence {
  private static final int GREATEST = Integer.MAX_VALUE;

  /** The number of keys that other, uncommitted batches may use. */
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
   * A key that was unused when it was looked up. Callers may also choose keys of their own, which
   * the sequence does not know.
   *
   * @param again whether another transaction took the previous key in the meantime
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

  /** Only one transaction at a time advances the sequence, so that it never moves backwards. */
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

  /** The next free key, from which the sequence continues; starts over at 1 when none is left. */
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
