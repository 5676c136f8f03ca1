package org.grievances.database.dialect;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.grievances.schema.Condition;
import org.grievances.schema.Condition.Comparison;
import org.grievances.schema.Field;
import org.grievances.schema.Grouping;
import org.grievances.schema.Sort;

/** Queries for the rows of one table that fulfil conditions, over one connection. */
public final class RowQueries {
  /** The number of rows that a cursor fetches at a time. */
  private static final int FETCH_SIZE = 500;

  private final Connection connection;
  private final TableSql sql;
  private final Dialect dialect;

  RowQueries(Connection connection, TableSql sql) {
    this.connection = connection;
    this.sql = sql;
    this.dialect = sql.dialect;
  }

  /**
   * The rows that fulfil all conditions, in an order, starting at an offset. Offset and limit are
   * literals, since a generic plan would not use the index that serves a few rows.
   *
   * @see Dialect#findsKeysFirst
   * @param fields that are read of each row
   * @param time after which the database ends the query
   */
  public List<Object[]> list(
      List<Field> fields,
      List<Condition> conditions,
      List<Sort> sorts,
      long offset,
      int limit,
      QueryLimit time)
      throws SQLException {
    RowCheck check = new RowCheck(dialect, conditions, List.of(sql.table.keyField()));
    SqlFragment where = SqlFragment.all(dialect, conditions);
    String order = sorts.stream().map(this::orderBy).collect(joining(", ", " ORDER BY ", ""));
    if (check.isNeeded()) {
      return new RowSearch(connection, sql, check, where).list(fields, order, offset, limit, time);
    }
    String some = order + (" OFFSET " + offset + " ROWS FETCH NEXT " + limit + " ROWS ONLY");
    String page = where.where() + some;
    String query = sql.select(fields) + page;
    if (conditions.stream().anyMatch(dialect::chooses)) {
      query =
          sql.select(fields, "(SELECT * FROM " + sql.name + where.where() + " OFFSET 0)") + some;
    } else if (dialect.findsKeysFirst(offset)) {
      query = selectByKeys(fields, page) + order;
    }
    try (PreparedStatement prepared = connection.prepareStatement(query)) {
      where.bind(dialect, prepared, 1);
      return time.run(prepared, result -> rows(result, fields));
    }
  }

  /**
   * The SELECT for the rows whose keys another one finds. That is inside one more, since Derby
   * would also see the columns that it sorts by, and call them ambiguous.
   */
  private String selectByKeys(List<Field> fields, String page) {
    String found = "SELECT " + sql.key + " AS page_key FROM " + sql.name + page;
    return sql.select(fields)
        + (" JOIN (SELECT page_key FROM (" + found + ") found_keys) page_keys")
        + (" ON " + sql.key + " = page_key");
  }

  private List<Object[]> rows(ResultSet result, List<Field> fields) throws SQLException {
    List<Object[]> rows = new ArrayList<>();
    while (result.next()) {
      rows.add(sql.row(result, 1, fields));
    }
    return rows;
  }

  private String orderBy(Sort sort) {
    return dialect.sortExpression(sort.field()) + (sort.descending() ? " DESC" : "");
  }

  /**
   * Counts the rows that fulfil all conditions.
   *
   * @param limit at which the counting stops
   * @param time after which the database ends the query
   */
  public long count(List<Condition> conditions, OptionalLong limit, QueryLimit time)
      throws SQLException {
    RowCheck check = new RowCheck(dialect, conditions, List.of());
    SqlFragment where = SqlFragment.all(dialect, conditions);
    if (check.isNeeded()) {
      return new RowSearch(connection, sql, check, where).count(limit, time);
    }
    String rows = "SELECT 1 AS counted FROM " + sql.name + where.where();
    String some =
        limit.isPresent() ? rows + " FETCH FIRST " + limit.getAsLong() + " ROWS ONLY" : rows;
    try (PreparedStatement prepared =
        connection.prepareStatement("SELECT COUNT(*) FROM (" + some + ") counted_rows")) {
      where.bind(dialect, prepared, 1);
      return time.run(prepared, RowQueries::number);
    }
  }

  /**
   * How many rows there are.
   *
   * @param lastKey the greatest key; null if there are none, or if it is not known
   */
  public record Total(long count, Object lastKey) {}

  /**
   * How many rows fulfil all conditions.
   *
   * @param time after which the database ends the query
   */
  public Total total(List<Condition> conditions, QueryLimit time) throws SQLException {
    RowCheck check = new RowCheck(dialect, conditions, List.of());
    SqlFragment where = SqlFragment.all(dialect, conditions);
    if (check.isNeeded()) {
      RowSearch search = new RowSearch(connection, sql, check, where);
      return new Total(search.count(OptionalLong.empty(), time), null);
    }
    String query = "SELECT COUNT(*), MAX(" + sql.key + ") FROM " + sql.name + where.where();
    try (PreparedStatement prepared = connection.prepareStatement(query)) {
      where.bind(dialect, prepared, 1);
      return time.run(prepared, result -> new Total(number(result), key(result, 2)));
    }
  }

  /** The greatest key; null if there are no rows. */
  public Object lastKey() throws SQLException {
    try (PreparedStatement prepared =
            connection.prepareStatement("SELECT MAX(" + sql.key + ") FROM " + sql.name);
        ResultSet result = prepared.executeQuery()) {
      result.next();
      return key(result, 1);
    }
  }

  private Object key(ResultSet result, int column) throws SQLException {
    return dialect.read(result, column, sql.table.keyField());
  }

  private static long number(ResultSet result) throws SQLException {
    result.next();
    return result.getLong(1);
  }

  /**
   * Counts the rows that fulfil all conditions by groups, in one pass and without waiting for
   * writers. Groups without rows are left out.
   *
   * @param limit after which the database ends it
   */
  public List<GroupCount> countByGroup(
      List<Condition> conditions, List<Grouping> groupings, QueryLimit limit) throws SQLException {
    return dialect.groupsFast()
        ? groupInDatabase(conditions, groupings, limit)
        : groupHere(conditions, groupings, limit);
  }

  private List<GroupCount> groupInDatabase(
      List<Condition> conditions, List<Grouping> groupings, QueryLimit limit) throws SQLException {
    List<SqlFragment> fragments =
        groupings.stream().map(each -> SqlFragment.of(dialect, each)).toList();
    SqlFragment where = SqlFragment.all(dialect, conditions);
    String names =
        IntStream.range(0, fragments.size()).mapToObj(RowQueries::group).collect(joining(", "));
    String columns =
        IntStream.range(0, fragments.size())
            .mapToObj(position -> fragments.get(position).sql() + " AS " + group(position))
            .collect(joining(", "));
    String groups =
        IntStream.range(0, fragments.size())
            .mapToObj(position -> group(groupings.get(position), group(position)))
            .collect(joining(", "));
    String query =
        ("SELECT COUNT(*), " + names + " FROM (SELECT " + columns + " FROM " + sql.name)
            + (where.where() + ") grouped GROUP BY " + groups + dialect.withoutWaiting());
    try (PreparedStatement prepared = connection.prepareStatement(query)) {
      int parameter = 1;
      for (SqlFragment fragment : fragments) {
        parameter = fragment.bind(dialect, prepared, parameter);
      }
      where.bind(dialect, prepared, parameter);
      return limit.run(prepared, result -> groupCounts(result, groupings));
    }
  }

  private String group(Grouping grouping, String name) {
    return grouping instanceof Grouping.ByValue byValue
        ? dialect.group(byValue.field(), name)
        : name;
  }

  private static String group(int position) {
    return "group" + position;
  }

  private List<GroupCount> groupCounts(ResultSet result, List<Grouping> groupings)
      throws SQLException {
    List<GroupCount> counts = new ArrayList<>();
    while (result.next()) {
      List<Object> group = new ArrayList<>();
      for (Grouping grouping : groupings) {
        int column = group.size() + 2;
        group.add(
            grouping instanceof Grouping.ByValue byValue
                ? dialect.read(result, column, byValue.field())
                : (Object) number(result, column, grouping));
      }
      counts.add(new GroupCount(group, result.getLong(1)));
    }
    return counts;
  }

  private static int number(ResultSet result, int column, Grouping grouping) throws SQLException {
    if (grouping instanceof Grouping.ByCase byCase && byCase.cases().size() == 1) {
      return result.getBoolean(column) ? 0 : 1;
    }
    return result.getInt(column);
  }

  private List<GroupCount> groupHere(
      List<Condition> conditions, List<Grouping> groupings, QueryLimit limit) throws SQLException {
    RowCheck check =
        new RowCheck(
            dialect, conditions, groupings.stream().flatMap(Grouping::fields).distinct().toList());
    List<Field> fields = check.fields();
    SqlFragment where = SqlFragment.all(dialect, conditions);
    String query =
        fields.stream().map(Field::column).collect(joining(", ", "SELECT ", " FROM " + sql.name))
            + (where.where() + dialect.withoutWaiting());
    try (PreparedStatement prepared = connection.prepareStatement(query)) {
      where.bind(dialect, prepared, 1);
      return limit.run(prepared, result -> group(result, check, groupings, limit));
    }
  }

  private List<GroupCount> group(
      ResultSet result, RowCheck check, List<Grouping> groupings, QueryLimit limit)
      throws SQLException {
    List<Field> fields = check.fields();
    Map<List<Object>, LongAdder> counts = new HashMap<>();
    Object[] row = new Object[fields.size()];
    Map<Field, Integer> positions = positions(fields, groupings);
    Function<Field, Object> values = field -> row[positions.get(field)];
    while (result.next()) {
      limit.check();
      for (int position = 0; position < row.length; position++) {
        row[position] = dialect.read(result, position + 1, fields.get(position));
      }
      if (!check.isPassed(row)) {
        continue;
      }
      Object[] group = new Object[groupings.size()];
      for (int position = 0; position < group.length; position++) {
        group[position] = groupings.get(position).groupOf(values);
      }
      counts.computeIfAbsent(Arrays.asList(group), first -> new LongAdder()).increment();
    }
    return counts.entrySet().stream()
        .map(each -> new GroupCount(each.getKey(), each.getValue().sum()))
        .toList();
  }

  /** By identity, since it is asked many times for each row, and a field has many components. */
  private static Map<Field, Integer> positions(List<Field> fields, List<Grouping> groupings) {
    Map<Field, Integer> positions = new IdentityHashMap<>();
    groupings.stream()
        .flatMap(Grouping::fields)
        .forEach(field -> positions.put(field, fields.indexOf(field)));
    return positions;
  }

  /**
   * All rows that fulfil all conditions, in the order of their keys, read as they are needed. The
   * connection must be in a transaction.
   *
   * @param fields that are read of each row
   */
  public RowCursor cursor(List<Field> fields, List<Condition> conditions) throws SQLException {
    RowCheck check = new RowCheck(dialect, conditions, fields);
    SqlFragment where = SqlFragment.all(dialect, conditions);
    PreparedStatement prepared =
        connection.prepareStatement(
            sql.select(check.fields()) + where.where() + " ORDER BY " + sql.key);
    try {
      prepared.setFetchSize(FETCH_SIZE);
      where.bind(dialect, prepared, 1);
      return new RowCursor(sql, check, prepared, prepared.executeQuery());
    } catch (SQLException | RuntimeException e) {
      prepared.close();
      throw e;
    }
  }

  /** Whether any row has this value. */
  public boolean has(Field field, Object value) throws SQLException {
    SqlFragment equal =
        SqlFragment.all(dialect, List.of(Condition.of(field, Comparison.EQUAL, value)));
    String query = "SELECT 1 FROM " + sql.name + equal.where() + " FETCH FIRST ROW ONLY";
    try (PreparedStatement prepared = connection.prepareStatement(query)) {
      equal.bind(dialect, prepared, 1);
      try (ResultSet result = prepared.executeQuery()) {
        return result.next();
      }
    }
  }
}
