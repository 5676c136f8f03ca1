package org.grievances.database;

import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The work of one transaction in one database, over the connection of its persistence unit. Commit
 * and rollback are the container's.
 */
public final class Session implements AutoCloseable {
  private static final String SAVEPOINT = "before_rows";

  private final EntityManager entityManager;
  private final Connection connection;
  private final Product product;
  private final Map<Table, RowStatements> statements;

  /** Work with rows, which may fail on one of them. */
  @FunctionalInterface
  public interface Work<T> {
    T run() throws SQLException;
  }

  /**
   * @param statements those of the database's tables that were used so far
   */
  Session(
      EntityManager entityManager,
      Connection connection,
      Product product,
      Map<Table, RowStatements> statements) {
    this.entityManager = entityManager;
    this.connection = connection;
    this.product = product;
    this.statements = statements;
  }

  private RowStatements of(Table table) {
    return statements.computeIfAbsent(table, each -> new RowStatements(product, each));
  }

  /**
   * Puts rows into a table: creates those whose key is new and replaces the others.
   *
   * @param rows in ascending order of their keys, no key twice
   * @return for each row, whether it was created
   */
  public boolean[] put(Table table, List<Object[]> rows) throws SQLException {
    return product.put(connection, table, of(table), rows);
  }

  /**
   * Deletes rows from a table.
   *
   * @param rows in ascending order of their keys, of which alone they are made
   * @return for each row, whether it was there
   */
  public boolean[] delete(Table table, List<Object[]> rows) throws SQLException {
    return of(table).delete(connection, rows);
  }

  /** Inserts a row; refused when there is one with its key. */
  public void insert(Table table, Object[] row) throws SQLException {
    of(table).insert(connection, List.<Object[]>of(row));
  }

  /** Replaces the row with the same key; false when there is none. */
  public boolean update(Table table, Object[] row) throws SQLException {
    return of(table).update(connection, List.<Object[]>of(row))[0];
  }

  /** The row with a key. */
  public Optional<Object[]> find(Table table, Object key) throws SQLException {
    return of(table).find(connection, key);
  }

  /** Rows of a table in an order, some left out before the first. */
  public List<Object[]> list(Table table, List<Sort> sorts, long offset, int limit)
      throws SQLException {
    return of(table).list(connection, sorts, offset, limit);
  }

  /** How many rows a table has. */
  public long count(Table table) throws SQLException {
    return of(table).count(connection);
  }

  /**
   * Does work so that, when a row is at fault, the transaction goes on as if it had not been tried.
   * By statement, since JDBC's own savepoints are not to be had inside a container's transaction.
   */
  public <T> T attempt(Work<T> work) throws SQLException {
    execute(product.savepoint(SAVEPOINT));
    try {
      T result = work.run();
      execute("RELEASE SAVEPOINT " + SAVEPOINT);
      return result;
    } catch (SQLException fault) {
      if (SqlFault.of(fault).isOfRow()) {
        execute("ROLLBACK TO SAVEPOINT " + SAVEPOINT);
        execute("RELEASE SAVEPOINT " + SAVEPOINT);
      }
      throw fault;
    }
  }

  /**
   * Checks the constraints that would otherwise be checked at the commit: now, and from now on at
   * each statement.
   */
  public void checkConstraintsAtOnce() throws SQLException {
    execute("SET CONSTRAINTS ALL IMMEDIATE");
  }

  /**
   * Waits until no other transaction writes to the table, and keeps others from it until the end.
   */
  public void lock(Table table) throws SQLException {
    execute(product.lock(table));
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() {
    entityManager.close();
  }
}
