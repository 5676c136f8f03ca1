package org.grievances.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.grievances.database.dialect.Dialect;
import org.grievances.database.dialect.GroupCount;
import org.grievances.database.dialect.QueryLimit;
import org.grievances.database.dialect.RowQueries;
import org.grievances.database.dialect.SortIndex;
import org.grievances.database.dialect.TableAccess;
import org.grievances.database.dialect.WordIndex;
import org.grievances.database.history.History;
import org.grievances.schema.Condition;
import org.grievances.schema.Condition.Comparison;
import org.grievances.schema.Field;
import org.grievances.schema.Grouping;
import org.grievances.schema.Parent;
import org.grievances.schema.Position;
import org.grievances.schema.Sort;
import org.grievances.schema.Table;
import org.grievances.scope.Scope;

/**
 * Reads records over one connection, to a database or to its replica: only those that the {@link
 * Scope} of the current request includes.
 */
public abstract sealed class Reading implements AutoCloseable permits UnitOfWork, DirectReading {
  final Connection connection;
  final Dialect dialect;
  final Tables tables;
  private final ListIndexes indexes;

  /** The time that lists and counts may take together; it begins with the first. */
  private QueryLimit time;

  Reading(Connection connection, Tables tables, ListIndexes indexes) {
    this.connection = connection;
    this.dialect = tables.dialect();
    this.tables = tables;
    this.indexes = indexes;
  }

  /** The rows of a table over the connection. */
  TableAccess on(Table table) {
    return tables.on(connection, table);
  }

  final RowQueries queries(Table table) {
    return tables.queries(connection, table);
  }

  /** The row with this key. */
  public Optional<Object[]> findRow(Table table, Object key) throws SQLException {
    return isVisible(table, key) ? on(table).find(key) : Optional.empty();
  }

  /** The conditions of a query, and those of the caller. */
  static List<Condition> narrowed(Table table, List<Condition> conditions) {
    List<Condition> ofCaller = Scope.current().conditions(table);
    return ofCaller.isEmpty()
        ? conditions
        : Stream.concat(ofCaller.stream(), conditions.stream()).toList();
  }

  /**
   * Whether the caller may see the record with a key, as far as that depends on the record. One
   * that is not there and one of others take the same time. What belongs to a record is seen with
   * it.
   */
  final boolean isVisible(Table table, Object key) throws SQLException {
    Optional<Parent> parent = table.parent();
    if (parent.isPresent()) {
      List<Object[]> parentKey = valueOf(table, parent.get().key(), key);
      return !parentKey.isEmpty() && isThere(parent.get().table(), parentKey.get(0)[0]);
    }
    return Scope.current().conditions(table).isEmpty() || isThere(table, key);
  }

  private boolean isThere(Table table, Object key) throws SQLException {
    return !valueOf(table, table.keyField(), key).isEmpty();
  }

  /** The value of a field of the record with a key, if there is one that the caller may see. */
  private List<Object[]> valueOf(Table table, Field read, Object key) throws SQLException {
    Field field = table.keyField();
    List<Condition> all = narrowed(table, List.of(Condition.of(field, Comparison.EQUAL, key)));
    List<Sort> byKey = List.of(new Sort(field, false));
    return queries(table).list(List.of(read), all, byKey, 0, 1, time());
  }

  /**
   * The rows of a table that fulfil all conditions, in an order, starting at an offset.
   *
   * @param fields that are read of each row
   */
  public List<Object[]> list(
      Table table,
      List<Field> fields,
      List<Condition> conditions,
      List<Sort> sorts,
      long offset,
      int limit)
      throws SQLException {
    List<Condition> narrowed = narrowed(table, conditions);
    want(table, narrowed, Optional.of(sorts.get(0)));
    return queries(table).list(fields, narrowed, sorts, offset, limit, time());
  }

  /** Whether pages near the end of a list are read from there, in a snapshot. */
  public boolean readsFromEnd() {
    return dialect.readsFromEnd();
  }

  /** Starts a consistent snapshot of a table, before anything is read. */
  public void beginSnapshot(Table table) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(dialect.beginSnapshot(table));
    }
  }

  /**
   * The rows of a table that fulfil all conditions, in an order, starting after a place.
   *
   * @param fields that are read of each row
   */
  public List<Object[]> listAfter(
      Table table,
      List<Field> fields,
      List<Condition> conditions,
      List<Sort> sorts,
      Position place,
      int limit)
      throws SQLException {
    List<Condition> narrowed = narrowed(table, conditions);
    want(table, narrowed, Optional.of(sorts.get(0)));
    List<Object[]> rows = new ArrayList<>();
    for (List<Condition> part : place.after(sorts)) {
      if (rows.size() < limit) {
        List<Condition> all = Stream.concat(narrowed.stream(), part.stream()).toList();
        int left = limit - rows.size();
        rows.addAll(queries(table).list(fields, all, sorts, 0, left, time()));
      }
    }
    return rows;
  }

  /**
   * Requests indexes for the fields that rows are found and sorted by. Missing values are too
   * common for an index, but an index of only the rows without a value is small if these are few.
   * Tables whose rows never change, or are listed by what they belong to, have theirs in the
   * schema.
   */
  final void want(Table table, List<Condition> conditions, Optional<Sort> sorted) {
    if (!table.hasHistory() || table.parent().isPresent()) {
      return;
    }
    Set<Field> without = new TreeSet<>(Comparator.comparing(Field::column));
    for (Condition condition : conditions) {
      if (condition instanceof Condition.Compared compared) {
        if (compared.comparison() == Comparison.IS_NULL) {
          without.add(compared.field());
        } else if (compared.comparison() != Comparison.IS_NOT_NULL
            && compared.comparison() != Comparison.NOT_EQUAL) {
          indexes.want(new SortIndex(table, compared.field(), false, List.of()));
        }
      } else if (condition instanceof Condition.OneOf oneOf && !oneOf.excluded()) {
        indexes.want(new SortIndex(table, oneOf.field(), false, List.of()));
      } else if (condition instanceof Condition.HasWords words) {
        indexes.want(new WordIndex(table, words.texts()));
      }
    }
    sorted.ifPresent(
        sort ->
            indexes.want(
                new SortIndex(table, sort.field(), needsDescending(sort), List.copyOf(without))));
  }

  private boolean needsDescending(Sort sort) {
    return sort.descending() && !dialect.readsIndexesBackwards();
  }

  /**
   * Counts the rows of a table that fulfil all conditions. Indexes are requested before it, since
   * without them it may not end in time, and nothing is read after that.
   *
   * @param limit at which the counting stops, unless the number is known without counting
   */
  public long count(Table table, List<Condition> conditions, OptionalLong limit)
      throws SQLException {
    List<Condition> narrowed = narrowed(table, conditions);
    want(table, narrowed, Optional.empty());
    boolean known = dialect.knowsCount() && table.hasHistory();
    return narrowed.isEmpty() && (known || limit.isEmpty() && table.hasHistory())
        ? on(table).count()
        : queries(table).count(narrowed, limit, time());
  }

  final QueryLimit time() {
    if (time == null) {
      time = new QueryLimit(tables.readTimeout());
    }
    return time;
  }

  /** Counts rows by groups; see {@link RowQueries#countByGroup}. */
  public List<GroupCount> countByGroup(
      Table table, List<Condition> conditions, List<Grouping> groupings, QueryLimit limit)
      throws SQLException {
    return queries(table).countByGroup(narrowed(table, conditions), groupings, limit);
  }

  /** The history of a table's records. */
  public History history(Table table) {
    return new History(on(table));
  }

  @Override
  public abstract void close();
}
