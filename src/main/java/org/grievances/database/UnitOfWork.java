package org.grievances.database;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.grievances.database.dialect.Dialect;
import org.grievances.database.dialect.RowStatements;
import org.grievances.database.history.History;
import org.grievances.database.history.HistoryEntry;
import org.grievances.database.keys.KeySequence;
import org.grievances.schema.Author;
import org.grievances.schema.Codes;
import org.grievances.schema.Field;
import org.grievances.schema.Sort;
import org.grievances.schema.Table;

/**
 * The work of one transaction in one database, over the connection of its persistence unit. Commit
 * and rollback are the container's.
 */
public final class UnitOfWork implements AutoCloseable {
  private static final String SAVEPOINT = "before_rows";

  private final EntityManager entityManager;
  private final Connection connection;
  private final Dialect dialect;
  private final TableStatements tables;
  private final SortIndexes indexes;
  private final Author author;
  private final boolean historyWritten;
  private final Bulkhead.Permit permit;

  /** Work with rows, which may fail on one of them. */
  @FunctionalInterface
  public interface Work<T> {
    T run() throws SQLException;
  }

  /**
   * @param author who writes; null for a reader
   * @param historyWritten whether the history is to be written here
   * @param permit given back when the unit of work is closed
   */
  UnitOfWork(
      EntityManager entityManager,
      Connection connection,
      Dialect dialect,
      TableStatements tables,
      SortIndexes indexes,
      Author author,
      boolean historyWritten,
      Bulkhead.Permit permit) {
    this.entityManager = entityManager;
    this.connection = connection;
    this.dialect = dialect;
    this.tables = tables;
    this.indexes = indexes;
    this.author = author;
    this.historyWritten = historyWritten;
    this.permit = permit;
  }

  private RowStatements of(Table table) {
    return tables.statements(dialect, table);
  }

  /**
   * Begins to write to a table: lets no code be taken away from its records until the transaction
   * ends, and no other transaction write to it if it is a list.
   *
   * @return the codes that its records may hold
   */
  public Codes beginWriting(Table table) throws SQLException {
    if (table.isList()) {
      lock(table);
    }
    return dialect.beginWriting(connection, table, author);
  }

  /**
   * Puts rows into a table: creates those whose key is new, with the defaults of the codes that
   * they do not name, and replaces the others.
   *
   * @param rows in ascending order of their keys, no key twice
   * @return for each row, whether it was created
   */
  public boolean[] put(Table table, List<Object[]> rows, Codes codes) throws SQLException {
    boolean[] created =
        record(table, rows, () -> dialect.put(connection, table, of(table), rows, codes));
    keepOneDefault(table, rows);
    return created;
  }

  /**
   * Deletes rows from a table. Of a list, only while nobody writes records that may hold its codes.
   *
   * @param rows in ascending order of their keys, of which alone they are made
   * @return for each row, whether it was there
   */
  public boolean[] delete(Table table, List<Object[]> rows) throws SQLException {
    for (Table user : tables.usersOf(table)) {
      lock(user);
    }
    dialect.sign(connection, author);
    return record(table, rows, () -> dialect.delete(connection, table, of(table), rows));
  }

  /** Whether a record holds a code of a list. */
  public boolean isInUse(Table list, Object code) throws SQLException {
    for (Table user : tables.usersOf(list)) {
      for (Field field : user.coded()) {
        if (field.list().orElseThrow() == list && of(user).has(connection, field, code)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Inserts a row; refused when there is one with its key. */
  public void insert(Table table, Object[] row) throws SQLException {
    List<Object[]> rows = List.<Object[]>of(row);
    record(
        table,
        rows,
        () -> {
          of(table).insert(connection, rows);
          return null;
        });
    keepOneDefault(table, rows);
  }

  /** Replaces the row with the same key; false when there is none. */
  public boolean update(Table table, Object[] row) throws SQLException {
    List<Object[]> rows = List.<Object[]>of(row);
    boolean found = record(table, rows, () -> of(table).update(connection, rows))[0];
    keepOneDefault(table, rows);
    return found;
  }

  /** The last row that is flagged default is the only one. */
  private void keepOneDefault(Table table, List<Object[]> rows) throws SQLException {
    if (!table.isList()) {
      return;
    }
    int flag = table.position(table.defaultFlag().orElseThrow().name());
    for (Object[] row : rows) {
      if (Boolean.TRUE.equals(row[flag])) {
        List<Object[]> former = of(table).otherDefaults(connection, row);
        record(
            table,
            former,
            () -> {
              of(table).clearDefaults(connection, row);
              return null;
            });
      }
    }
  }

  /** Does work on rows, and writes what became of them into the history. */
  private <T> T record(Table table, List<Object[]> rows, Work<T> work) throws SQLException {
    if (!historyWritten) {
      return work.run();
    }
    List<Object> keys = rows.stream().map(table::key).toList();
    Map<Object, Object[]> before = lockRows(table, keys);
    T result = work.run();
    new History(connection).write(table, keys, before, lockRows(table, keys), author);
    return result;
  }

  /** The changes of a record, the latest first, some left out before the first. */
  public List<HistoryEntry> changes(Table table, Object key, long offset, int limit)
      throws SQLException {
    return new History(connection).read(table, key, offset, limit);
  }

  /** How many changes of a record are known. */
  public long countChanges(Table table, Object key) throws SQLException {
    return new History(connection).count(table, key);
  }

  /**
   * A key for a new record, from the table's sequence and past all keys in use; where the greatest
   * key there can be is in use, the next one that is not.
   *
   * @param again whether the last one was taken by others before the record was inserted
   */
  public int nextKey(Table table, boolean again) throws SQLException {
    return new KeySequence(connection, dialect, table, of(table)).next(again);
  }

  /** The row with a key. */
  public Optional<Object[]> find(Table table, Object key) throws SQLException {
    return of(table).find(connection, key);
  }

  /**
   * The rows with these keys that there are, by their keys, as they stay until this transaction
   * changes them or ends.
   *
   * @param keys in ascending order, so that others who do the same wait instead of deadlocking
   */
  public Map<Object, Object[]> lockRows(Table table, List<Object> keys) throws SQLException {
    return dialect.lockRows(connection, table, of(table), keys);
  }

  /** Rows of a table in an order, some left out before the first. */
  public List<Object[]> list(Table table, List<Sort> sorts, long offset, int limit)
      throws SQLException {
    indexes.want(table, sorts.get(0).field());
    return of(table).list(connection, sorts, offset, limit);
  }

  /** How many rows a table has. */
  public long count(Table table) throws SQLException {
    return dialect.count(connection, table);
  }

  /** Works with entities of the persistence unit, for what is not a record of the API. */
  public <T> T with(Function<EntityManager, T> work) throws SQLException {
    try {
      T result = work.apply(entityManager);
      entityManager.flush();
      return result;
    } catch (PersistenceException fault) {
      throw SqlFault.causeOf(fault).orElseThrow(() -> fault);
    }
  }

  /** Claims a name until the transaction ends; false while a transaction has it elsewhere. */
  public boolean claim(String name) throws SQLException {
    return dialect.claim(connection, name);
  }

  /**
   * Does work so that, when a row is at fault, the transaction goes on as if it had not been tried.
   * By statement, since JDBC's own savepoints are not to be had inside a container's transaction.
   */
  public <T> T attempt(Work<T> work) throws SQLException {
    execute(dialect.savepoint(SAVEPOINT));
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
    execute(dialect.lock(table));
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() {
    try (permit) {
      entityManager.close();
    }
  }
}
