package org.grievances.database.dialect;

import static java.util.Collections.nCopies;
import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.grievances.schema.Condition;
import org.grievances.schema.Condition.Comparison;
import org.grievances.schema.Field;
import org.grievances.schema.Grouping;
import org.grievances.schema.Sort;
import org.grievances.schema.Table;

/** The statements that access rows by key, in the SQL that all products share. */
public final class RowStatements {
  /** The number of rows that a cursor fetches at a time. */
  private static final int FETCH_SIZE = 500;

  private final Dialect dialect;
  private final Table table;
  private final Duration readTimeout;
  private final Statement insert;
  private final Statement update;
  private final Statement delete;
  private final Statement select;
  private final String selectAll;

  /** A statement, and the field of each of its parameters. */
  private record Statement(String sql, List<Field> parameters) {}

  /**
   * @param readTimeout after which the database ends a query for a list or a count
   */
  public RowStatements(Dialect dialect, Table table, Duration readTimeout) {
    this.dialect = dialect;
    this.table = table;
    this.readTimeout = readTimeout;
    Field key = table.keyField();
    String equal = dialect.equal(key, key.column());
    String byKey = " WHERE " + equal;
    List<Field> keys = nCopies(SqlFragment.parameters(equal), key);
    this.insert =
        new Statement(
            "INSERT INTO "
                + table.name()
                + columns(table.fields(), "", ", ", " (", ")")
                + table.fields().stream().map(f -> "?").collect(joining(", ", " VALUES (", ")")),
            table.fields());
    this.update =
        new Statement(
            "UPDATE " + table.name() + columns(table.updatable(), " = ?", ", ", " SET ", byKey),
            Stream.concat(table.updatable().stream(), keys.stream()).toList());
    this.delete = new Statement("DELETE FROM " + table.name() + byKey, keys);
    this.selectAll = "SELECT" + columns(table.fields(), "", ", ", " ", " FROM ") + table.name();
    this.select = new Statement(selectAll + byKey, keys);
  }

  private static String columns(
      List<Field> fields, String suffix, String separator, String before, String after) {
    return fields.stream().map(f -> f.column() + suffix).collect(joining(separator, before, after));
  }

  public void insert(Connection connection, List<Object[]> rows) throws SQLException {
    run(connection, insert, rows);
  }

  /** For each row, whether one with its key existed and was replaced. */
  public boolean[] update(Connection connection, List<Object[]> rows) throws SQLException {
    return run(connection, update, rows);
  }

  /** For each row, whether one with its key existed and was deleted. */
  public boolean[] delete(Connection connection, List<Object[]> rows) throws SQLException {
    return run(connection, delete, rows);
  }

  private boolean[] run(Connection connection, Statement statement, List<Object[]> rows)
      throws SQLException {
    boolean[] found = new boolean[rows.size()];
    if (rows.isEmpty()) {
      return found;
    }
    try (PreparedStatement prepared = connection.prepareStatement(statement.sql())) {
      for (int row = 0; row < found.length; row++) {
        bind(prepared, statement.parameters(), rows.get(row));
        found[row] = execute(prepared) > 0;
      }
    }
    return found;
  }

  /**
   * Derby runs a JDBC batch row by row too, but moves its date-times of some days meanwhile. A
   * statement that failed is not kept for reuse: Derby cannot run one again in which a trigger
   * failed.
   */
  private static int execute(PreparedStatement statement) throws SQLException {
    try {
      return statement.executeUpdate();
    } catch (SQLException e) {
      statement.setPoolable(false);
      throw e;
    }
  }

  private void bind(PreparedStatement prepared, List<Field> parameters, Object[] row)
      throws SQLException {
    int parameter = 1;
    for (Field field : parameters) {
      dialect.bind(prepared, parameter++, field, row[table.position(field.name())]);
    }
  }

  /**
   * The rows that fulfil all conditions, in an order, starting at an offset. Offset and limit are
   * literals, since a generic plan would not use the index that serves a few rows.
   *
   * @see Dialect#findsKeysFirst
   */
  public List<Object[]> list(
      Connection connection, List<Condition> conditions, List<Sort> sorts, long offset, int limit)
      throws SQLException {
    SqlFragment where = SqlFragment.all(dialect, conditions);
    String order = sorts.stream().map(this::orderBy).collect(joining(", ", " ORDER BY ", ""));
    String page =
        where.where() + order + (" OFFSET " + offset + " ROWS FETCH NEXT " + limit + " ROWS ONLY");
    String sql = dialect.findsKeysFirst(offset) ? selectByKeys(page) + order : selectAll + page;
    try (PreparedStatement prepared = connection.prepareStatement(sql)) {
      where.bind(dialect, prepared, 1);
      return TimedQuery.run(prepared, readTimeout, this::rows);
    }
  }

  /**
   * The SELECT for the rows whose keys another one finds. That is inside one more, since Derby
   * would also see the columns that it sorts by, and call them ambiguous.
   */
  private String selectByKeys(String page) {
    String key = table.keyField().column();
    String found = "SELECT " + key + " AS page_key FROM " + table.name() + page;
    return selectAll
        + (" JOIN (SELECT page_key FROM (" + found + ") found_keys) page_keys")
        + (" ON " + key + " = page_key");
  }

  private List<Object[]> rows(ResultSet result) throws SQLException {
    List<Object[]> rows = new ArrayList<>();
    while (result.next()) {
      rows.add(row(result));
    }
    return rows;
  }

  /**
   * Counts the rows that fulfil all conditions.
   *
   * @param limit at which the counting stops
   */
  public long count(Connection connection, List<Condition> conditions, OptionalLong limit)
      throws SQLException {
    SqlFragment where = SqlFragment.all(dialect, conditions);
    String rows = "SELECT 1 AS counted FROM " + table.name() + where.where();
    String some =
        limit.isPresent() ? rows + " FETCH FIRST " + limit.getAsLong() + " ROWS ONLY" : rows;
    try (PreparedStatement prepared =
        connection.prepareStatement("SELECT COUNT(*) FROM (" + some + ") counted_rows")) {
      where.bind(dialect, prepared, 1);
      return TimedQuery.run(prepared, readTimeout, RowStatements::number);
    }
  }

  private static long number(ResultSet result) throws SQLException {
    result.next();
    return result.getLong(1);
  }

  /**
   * Counts the rows that fulfil all conditions by groups, in one pass and without waiting for
   * writers. Groups without rows are left out.
   *
   * @param timeout after which the database ends it
   */
  public List<Tally> tally(
      Connection connection, List<Condition> conditions, List<Grouping> groupings, QueryLimit limit)
      throws SQLException {
    List<SqlFragment> fragments =
        groupings.stream().map(each -> SqlFragment.of(dialect, each)).toList();
    SqlFragment where = SqlFragment.all(dialect, conditions);
    String names =
        IntStream.range(0, fragments.size()).mapToObj(RowStatements::group).collect(joining(", "));
    String columns =
        IntStream.range(0, fragments.size())
            .mapToObj(position -> fragments.get(position).sql() + " AS " + group(position))
            .collect(joining(", "));
    String groups =
        IntStream.range(0, fragments.size())
            .mapToObj(position -> group(groupings.get(position), group(position)))
            .collect(joining(", "));
    String sql =
        ("SELECT COUNT(*), " + names + " FROM (SELECT " + columns + " FROM " + table.name())
            + (where.where() + ") grouped GROUP BY " + groups + dialect.withoutWaiting());
    try (PreparedStatement prepared = connection.prepareStatement(sql)) {
      int parameter = 1;
      for (SqlFragment fragment : fragments) {
        parameter = fragment.bind(dialect, prepared, parameter);
      }
      where.bind(dialect, prepared, parameter);
      return limit.run(prepared, result -> tallies(result, groupings));
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

  private List<Tally> tallies(ResultSet result, List<Grouping> groupings) throws SQLException {
    List<Tally> tallies = new ArrayList<>();
    while (result.next()) {
      List<Object> group = new ArrayList<>();
      for (Grouping grouping : groupings) {
        int column = group.size() + 2;
        group.add(
            grouping instanceof Grouping.ByValue byValue
                ? dialect.read(result, column, byValue.field())
                : (Object) result.getInt(column));
      }
      tallies.add(new Tally(group, result.getLong(1)));
    }
    return tallies;
  }

  /**
   * All rows that fulfil all conditions, in the order of their keys, read as they are needed. The
   * connection must be in a transaction.
   */
  public RowCursor cursor(Connection connection, List<Condition> conditions) throws SQLException {
    SqlFragment where = SqlFragment.all(dialect, conditions);
    String sql = selectAll + where.where() + " ORDER BY " + table.keyField().column();
    PreparedStatement prepared = connection.prepareStatement(sql);
    try {
      prepared.setFetchSize(FETCH_SIZE);
      where.bind(dialect, prepared, 1);
      return new RowCursor(this, prepared, prepared.executeQuery());
    } catch (SQLException | RuntimeException e) {
      prepared.close();
      throw e;
    }
  }

  private String orderBy(Sort sort) {
    return dialect.sortExpression(sort.field()) + (sort.descending() ? " DESC" : "");
  }

  /** The rows with the default flag, except the given one. */
  public List<Object[]> otherDefaults(Connection connection, Object[] row) throws SQLException {
    try (PreparedStatement prepared =
        connection.prepareStatement(selectAll + " WHERE " + otherDefaults())) {
      dialect.bind(prepared, 1, table.keyField(), table.key(row));
      return List.copyOf(byKey(prepared).values());
    }
  }

  private String otherDefaults() {
    return table.defaultFlag().orElseThrow().column()
        + (" = TRUE AND " + table.keyField().column() + " <> ?");
  }

  /** Clears the default flag of every row but the given one. */
  public void clearDefaults(Connection connection, Object[] row) throws SQLException {
    String flag = table.defaultFlag().orElseThrow().column();
    String sql = "UPDATE " + table.name() + " SET " + flag + " = FALSE WHERE " + otherDefaults();
    try (PreparedStatement prepared = connection.prepareStatement(sql)) {
      dialect.bind(prepared, 1, table.keyField(), table.key(row));
      prepared.executeUpdate();
    }
  }

  /** Whether any row has this value. */
  public boolean has(Connection connection, Field field, Object value) throws SQLException {
    SqlFragment equal =
        SqlFragment.all(dialect, List.of(Condition.of(field, Comparison.EQUAL, value)));
    String sql = "SELECT 1 FROM " + table.name() + equal.where() + " FETCH FIRST ROW ONLY";
    try (PreparedStatement prepared = connection.prepareStatement(sql)) {
      equal.bind(dialect, prepared, 1);
      try (ResultSet result = prepared.executeQuery()) {
        return result.next();
      }
    }
  }

  /** The greatest key; empty when there is no row. */
  public Optional<Integer> greatestKey(Connection connection) throws SQLException {
    try (PreparedStatement prepared = connection.prepareStatement(dialect.greatestKey(table))) {
      return integer(prepared);
    }
  }

  /** The lowest free key above one in use; empty when there is none. */
  public Optional<Integer> freeKeyAfter(Connection connection, long used) throws SQLException {
    try (PreparedStatement prepared = connection.prepareStatement(dialect.freeKeyAfter(table))) {
      prepared.setLong(1, used);
      return integer(prepared);
    }
  }

  private static Optional<Integer> integer(PreparedStatement query) throws SQLException {
    try (ResultSet result = query.executeQuery()) {
      return result.next()
          ? Optional.ofNullable(result.getObject(1, Integer.class))
          : Optional.empty();
    }
  }

  /** Whether there is a row with this key. */
  public boolean exists(Connection connection, long key) throws SQLException {
    String sql = "SELECT 1 FROM " + table.name() + " WHERE " + table.keyField().column() + " = ?";
    try (PreparedStatement prepared = connection.prepareStatement(sql)) {
      prepared.setLong(1, key);
      try (ResultSet result = prepared.executeQuery()) {
        return result.next();
      }
    }
  }

  public Optional<Object[]> find(Connection connection, Object key) throws SQLException {
    try (PreparedStatement prepared = connection.prepareStatement(select.sql())) {
      for (int parameter = 1; parameter <= select.parameters().size(); parameter++) {
        dialect.bind(prepared, parameter, table.keyField(), key);
      }
      try (ResultSet result = prepared.executeQuery()) {
        return result.next() ? Optional.of(row(result)) : Optional.empty();
      }
    }
  }

  /** The columns of a row, of a table that has this alias. */
  public String columns(String alias) {
    return table.fields().stream().map(f -> alias + "." + f.column()).collect(joining(", "));
  }

  /** The SELECT for all columns of all rows, to which conditions can be added. */
  public String selectAll() {
    return selectAll;
  }

  /** Runs a query for all columns and returns its rows by key. */
  public Map<Object, Object[]> byKey(PreparedStatement query) throws SQLException {
    Map<Object, Object[]> rows = new HashMap<>();
    try (ResultSet result = query.executeQuery()) {
      while (result.next()) {
        Object[] row = row(result);
        rows.put(table.key(row), row);
      }
    }
    return rows;
  }

  private Object[] row(ResultSet result) throws SQLException {
    return row(result, 1);
  }

  /** Reads the columns of a row, from the given one on. */
  public Object[] row(ResultSet result, int column) throws SQLException {
    List<Object> values = new ArrayList<>();
    for (Field field : table.fields()) {
      values.add(dialect.read(result, column + values.size(), field));
    }
    return values.toArray();
  }
}
