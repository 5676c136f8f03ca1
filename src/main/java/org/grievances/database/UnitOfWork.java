package org.grievances.database;

import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.grievances.database.dialect.Change;
import org.grievances.database.dialect.Claim;
import org.grievances.database.dialect.HistoryRecorder;
import org.grievances.database.dialect.TableAccess;
import org.grievances.database.keys.KeySequence;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.schema.Author;
import org.grievances.schema.Codes;
import org.grievances.schema.Field;
import org.grievances.schema.Table;
import org.grievances.scope.Scope;

/**
 * The work of one transaction in one database, over the connection of its persistence unit. The
 * container commits it or rolls it back.
 */
public final class UnitOfWork extends Reading {
  private static final String SAVEPOINT = "before_rows";

  private final EntityManager entityManager;
  private final Author author;
  private final Optional<HistoryRecorder> recorder;
  private final Bulkhead.Permit permit;

  /** Work over the connection. */
  @FunctionalInterface
  public interface Work<T> {
    T run() throws SQLException;
  }

  /**
   * @param author who makes the changes; null for reads
   * @param recorder of the changes; empty if the history is not to be written here
   * @param permit released when the unit of work is closed
   */
  UnitOfWork(
      EntityManager entityManager,
      Connection connection,
      Tables tables,
      ListIndexes indexes,
      Author author,
      Optional<HistoryRecorder> recorder,
      Bulkhead.Permit permit) {
    super(connection, tables, indexes);
    this.entityManager = entityManager;
    this.author = author;
    this.recorder = recorder;
    this.permit = permit;
  }

  /** The rows of a table, whose changes are recorded in its history. */
  @Override
  public TableAccess on(Table table) {
    return tables.on(connection, table, recorder);
  }

  /**
   * Begins writing to a table: until the transaction ends, no code can be deleted that its records
   * may hold, and if the table is a list, no other transaction can write to it.
   *
   * @return the codes that its records may hold
   */
  public Codes beginWriting(Table table) throws SQLException {
    if (table.isList()) {
      lock(table);
    }
    return on(table).beginWriting(author);
  }

  /**
   * Begins deleting from a table. For a list, first locks the tables whose records may hold its
   * codes, before any of these is locked or deleted.
   */
  public void beginDeleting(Table table) throws SQLException {
    for (Table user : tables.usersOf(table)) {
      lock(user);
    }
    dialect.setCurrentAuthor(connection, author);
  }

  /** Whether any record holds this code of a list. */
  public boolean isInUse(Table list, Object code) throws SQLException {
    for (Table user : tables.usersOf(list)) {
      for (Field field : user.codesOf(list)) {
        if (queries(user).has(field, code)) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * The record with this key, managed by the persistence unit. Without a lock mode, not even NONE,
   * EclipseLink uses the SQL that it has prepared once.
   */
  public Optional<Object> find(Table table, Object key) throws SQLException {
    return isVisible(table, key)
        ? exact(table, key, run(() -> entityManager.find(table.entity(), key)))
        : Optional.empty();
  }

  /** The same; no other transaction can change the record until this one ends. */
  public Optional<Object> lock(Table table, Object key) throws SQLException {
    return isVisible(table, key)
        ? exact(table, key, run(() -> LockQuery.run(entityManager, table.entity(), key)))
        : Optional.empty();
  }

  /** To Derby, keys are equal that differ in blanks at their ends. */
  private static Optional<Object> exact(Table table, Object key, Object found) {
    return Optional.ofNullable(found).filter(record -> table.keyOf(record).equals(key));
  }

  /**
   * Creates a record; fails if its key already exists.
   *
   * @throws FailureException {@code SCOPE_FORBIDDEN} if the caller could not see it
   */
  public void create(Table table, Object record) throws SQLException {
    if (!Scope.current().includes(table, table.values(record))) {
      throw new FailureException(
          ProblemType.SCOPE_FORBIDDEN,
          "The record would be none of those that the credentials are limited to.");
    }
    lockParent(table, table.values(record));
    with(
        entities -> {
          entities.persist(record);
          return record;
        });
    Object[] values = table.values(record);
    on(table).recordCreated(List.of(table.key(values)));
    on(table).keepOneDefault(List.<Object[]>of(values));
    summarize(table, values);
  }

  /** The records that those of a table belong to, if they belong to others. */
  public Optional<ParentRecords> parentsOf(Table table) {
    return table.parent().map(parent -> new ParentRecords(this, table, parent, author));
  }

  /**
   * Locks the record that another one belongs to, if it belongs to one, before any of these.
   *
   * @param values of the other
   * @throws FailureException {@code RECORD_UNKNOWN} if it is not there, or the caller may not see
   *     it
   */
  public void lockParent(Table table, Object[] values) throws SQLException {
    Optional<ParentRecords> parents = parentsOf(table);
    if (parents.isPresent()) {
      parents.get().lockOf(values);
    }
  }

  private void summarize(Table table, Object[] values) throws SQLException {
    Optional<ParentRecords> parents = parentsOf(table);
    if (parents.isPresent()) {
      parents.get().summarize(List.of(table.parentKey(values)));
    }
  }

  /**
   * Replaces the values of a record.
   *
   * @param record locked
   */
  public void replace(Table table, Object record, Object[] values) throws SQLException {
    on(table).recordChange(List.of(table.key(values)), Change.UPDATED);
    with(
        entities -> {
          table.replace(record, values);
          return record;
        });
    on(table).keepOneDefault(List.<Object[]>of(values));
    summarize(table, values);
  }

  /**
   * Deletes a record.
   *
   * @param record locked, after {@link #beginDeleting}
   */
  public void delete(Table table, Object record) throws SQLException {
    on(table).recordChange(List.of(table.keyOf(record)), Change.DELETED);
    with(
        entities -> {
          entities.remove(record);
          return record;
        });
    on(table).addToCount(-1);
    summarize(table, table.values(record));
  }

  /**
   * A key for a new record, from the table's sequence and above all keys in use; if the greatest
   * possible key is in use, the next free key.
   *
   * @param again whether another transaction took the previous key before the record was inserted
   */
  public int nextKey(Table table, boolean again) throws SQLException {
    return new KeySequence(on(table).keys()).next(again);
  }

  /**
   * The latest {@code update_Date} that each of some records had before its present one; records
   * without an earlier state are left out. Empty if no history is kept, so that nobody knows.
   *
   * @param keys of records that are locked
   */
  public Optional<Map<Object, LocalDateTime>> formerDates(Table table, List<Object> keys)
      throws SQLException {
    return recorder.isPresent() || on(table).writesHistory()
        ? Optional.of(history(table).formerDates(keys))
        : Optional.empty();
  }

  /** Works with entities of the persistence unit, and writes their changes. */
  public <T> T with(Function<EntityManager, T> work) throws SQLException {
    return run(
        () -> {
          T result = work.apply(entityManager);
          entityManager.flush();
          return result;
        });
  }

  private static <T> T run(Supplier<T> work) throws SQLException {
    try {
      return work.get();
    } catch (RuntimeException e) {
      throw SqlErrorKind.causeOf(e).orElseThrow(() -> e);
    }
  }

  /**
   * Claims a name until the transaction ends, and finds out whether a row has it.
   *
   * @param query for the row; its parameter is the name
   */
  public Claim claim(String name, String query) throws SQLException {
    return dialect.claim(connection, name, query);
  }

  /** Does all the work; a connection that can run no trigger any more is used by nobody else. */
  public <T> T complete(Work<T> work) throws SQLException {
    try {
      return work.run();
    } catch (SQLException e) {
      if (SqlErrorKind.of(e) == SqlErrorKind.EXHAUSTED) {
        connection.abort(Runnable::run);
      }
      throw e;
    }
  }

  /**
   * Does work so that, if a row is wrong, the transaction continues as if the work had not been
   * tried. Uses SQL statements, since JDBC savepoints are not available in a container-managed
   * transaction.
   */
  public <T> T attempt(Work<T> work) throws SQLException {
    execute(dialect.savepoint(SAVEPOINT));
    try {
      T result = work.run();
      execute("RELEASE SAVEPOINT " + SAVEPOINT);
      return result;
    } catch (SQLException e) {
      if (SqlErrorKind.of(e).isOfRow()) {
        execute("ROLLBACK TO SAVEPOINT " + SAVEPOINT);
        execute("RELEASE SAVEPOINT " + SAVEPOINT);
      }
      throw e;
    }
  }

  /**
   * Checks deferred constraints now, and from now on at each statement instead of at the commit.
   */
  public void checkConstraintsAtOnce() throws SQLException {
    execute("SET CONSTRAINTS ALL IMMEDIATE");
  }

  /**
   * Waits until no other transaction writes to the table, and locks out other writers until this
   * one ends.
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
