package org.grievances.database;

import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The work of one transaction in one database, over the connection of its persistence unit. Commit
 * and rollback are the container's.
 */
public final class Session implements AutoCloseable {
  private static final String SAVEPOINT = "before_rows";

  private final EntityManager entityManager;
  private final Connection connection;
  private final Product product;

  Session(EntityManager entityManager, Connection connection, Product product) {
    this.entityManager = entityManager;
    this.connection = connection;
    this.product = product;
  }

  /**
   * Puts rows into a table: creates those whose key is new and replaces the others.
   *
   * @param rows in ascending order of their keys, no key twice
   * @return for each row, whether it was created
   */
  public boolean[] put(Table table, List<Object[]> rows) throws SQLException {
    return product.put(connection, table, rows);
  }

  /**
   * Like {@link #put}, but when a row is at fault the transaction goes on as if it had not been
   * tried. By statement, since JDBC's own savepoints are not to be had inside a container's
   * transaction.
   */
  public boolean[] tryPut(Table table, List<Object[]> rows) throws SQLException {
    execute(product.savepoint(SAVEPOINT));
    try {
      boolean[] created = put(table, rows);
      execute("RELEASE SAVEPOINT " + SAVEPOINT);
      return created;
    } catch (SQLException fault) {
      if (SqlFault.of(fault).isOfRow()) {
        execute("ROLLBACK TO SAVEPOINT " + SAVEPOINT);
        execute("RELEASE SAVEPOINT " + SAVEPOINT);
      }
      throw fault;
    }
  }

  /** Checks constraints at each statement that would otherwise be checked at the commit. */
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
