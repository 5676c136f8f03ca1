package org.grievances.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The keys that the service gives: from a sequence of the database, past all that are in use. */
final class KeySequence {
  private final Connection connection;
  private final Product product;
  private final Table table;
  private final RowStatements rows;

  KeySequence(Connection connection, Product product, Table table, RowStatements rows) {
    this.connection = connection;
    this.product = product;
    this.table = table;
    this.rows = rows;
  }

  /** Others may give records keys of their own, which the sequence does not know of. */
  int next() throws SQLException {
    long key = take();
    if (isFree(key)) {
      return (int) key;
    }
    execute(product.lock(table));
    key = take();
    return isFree(key) ? (int) key : nextInPeace(key);
  }

  private int nextInPeace(long taken) throws SQLException {
    int greatest = greatest();
    if (greatest == Integer.MAX_VALUE) {
      return rows.greatestFreeKey(connection);
    }
    execute(product.advance(table.sequence(), greatest - taken));
    return (int) take();
  }

  private boolean isFree(long key) throws SQLException {
    return key > greatest() && key <= Integer.MAX_VALUE;
  }

  private int greatest() throws SQLException {
    return rows.greatestKey(connection).orElse(0);
  }

  private long take() throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement(product.nextValue(table.sequence()));
        ResultSet result = statement.executeQuery()) {
      result.next();
      return result.getLong(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
