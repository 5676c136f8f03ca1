package org.grievances.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.grievances.database.dialect.Dialect;
import org.grievances.database.dialect.RowStatements;
import org.grievances.database.history.History;
import org.grievances.schema.Condition;
import org.grievances.schema.Sort;
import org.grievances.schema.Table;

/** Reads records over one connection, to a database or to its replica. */
public abstract sealed class Reading implements AutoCloseable permits UnitOfWork, DirectReading {
  final Connection connection;
  final Dialect dialect;
  final TableStatements tables;
  private final SortIndexes indexes;

  Reading(Connection connection, Dialect dialect, TableStatements tables, SortIndexes indexes) {
    this.connection = connection;
    this.dialect = dialect;
    this.tables = tables;
    this.indexes = indexes;
  }

  final RowStatements of(Table table) {
    return tables.statements(dialect, table);
  }

  /** The row with this key. */
  public Optional<Object[]> find(Table table, Object key) throws SQLException {
    return of(table).find(connection, key);
  }

  /** The rows of a table that fulfil all conditions, in an order, starting at an offset. */
  public List<Object[]> list(
      Table table, List<Condition> conditions, List<Sort> sorts, long offset, int limit)
      throws SQLException {
    indexes.want(table, sorts.get(0).field());
    want(table, conditions);
    return of(table).list(connection, conditions, sorts, offset, limit);
  }

  /** Rows are found by a value; that there is none is too common for an index. */
  final void want(Table table, List<Condition> conditions) {
    conditions.stream()
        .filter(each -> each.comparison().needsValue())
        .forEach(each -> indexes.want(table, each.field()));
  }

  /** How many rows of a table fulfil all conditions. */
  public long count(Table table, List<Condition> conditions) throws SQLException {
    return conditions.isEmpty()
        ? dialect.count(connection, table)
        : of(table).count(connection, conditions);
  }

  /** The history of a table's records. */
  public History history(Table table) {
    return new History(connection, dialect, table, of(table));
  }

  @Override
  public abstract void close();
}
