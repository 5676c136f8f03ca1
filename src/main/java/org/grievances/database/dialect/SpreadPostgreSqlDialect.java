package org.grievances.database.dialect;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.grievances.schema.Author;
import org.grievances.schema.Codes;
import org.grievances.schema.Field;
import org.grievances.schema.Table;

/**
 * PostgreSQL whose rows are spread over many machines by their keys. It has no triggers, cannot
 * lock several rows by {@code FOR UPDATE}, and does not return whether an upsert created a row. An
 * upsert that replaces no row does all of it: it inserts the new rows, returns these alone, and
 * locks the others.
 */
final class SpreadPostgreSqlDialect extends PostgreSqlDialect {
  /** A row is locked before this condition is evaluated, which no row fulfils. */
  private static final String REPLACING_NONE = " WHERE FALSE RETURNING ";

  private static final String ADD_TO_COUNT =
      "INSERT INTO row_counts VALUES (?, pg_backend_pid(), ?)"
          + " ON CONFLICT (table_name, backend) DO UPDATE SET rows = row_counts.rows + EXCLUDED.rows";

  private final Map<Table, String> insertsOrLocks = new ConcurrentHashMap<>();
  private final Map<Table, String> locks = new ConcurrentHashMap<>();
  private final Map<Table, String> replacements = new ConcurrentHashMap<>();

  @Override
  public String folder() {
    return "postgresql-spread";
  }

  @Override
  boolean hasTriggers() {
    return false;
  }

  /** Once a row is inserted or locked, nobody else changes it before it is kept and replaced. */
  @Override
  public boolean[] put(
      Connection connection,
      Table table,
      RowStatements statements,
      List<Object[]> rows,
      Codes codes,
      Optional<Keeper> keeper)
      throws SQLException {
    boolean[] created =
        insertOrLock(connection, table, rows.stream().map(codes::complete).toList());
    List<Object[]> existing =
        IntStream.range(0, created.length)
            .filter(row -> !created[row])
            .mapToObj(rows::get)
            .toList();
    if (!existing.isEmpty()) {
      if (keeper.isPresent()) {
        keeper.get().keep(existing.stream().map(table::key).toList());
      }
      replace(connection, table, existing);
    }
    return created;
  }

  private boolean[] insertOrLock(Connection connection, Table table, List<Object[]> rows)
      throws SQLException {
    String sql = insertsOrLocks.computeIfAbsent(table, SpreadPostgreSqlDialect::insertOrLock);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      RowArrays.bind(connection, statement, table, rows);
      return outcomes(statement, table, rows);
    }
  }

  private static String insertOrLock(Table table) {
    return RowArrays.insert(table) + locking(table) + ", TRUE";
  }

  /** The end of an INSERT that locks the rows whose key exists, and returns the other keys. */
  private static String locking(Table table) {
    return replacing(table, List.of()) + REPLACING_NONE + table.keyField().column();
  }

  private void replace(Connection connection, Table table, List<Object[]> rows)
      throws SQLException {
    String sql = replacements.computeIfAbsent(table, SpreadPostgreSqlDialect::replace);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      RowArrays.bind(connection, statement, table, rows);
      statement.executeUpdate();
    }
  }

  private static String replace(Table table) {
    return RowArrays.insert(table) + replacing(table, List.of());
  }

  /** Locks the rows first, even if no history is kept: DELETE locks them in an order of its own. */
  @Override
  public boolean[] delete(
      Connection connection,
      Table table,
      RowStatements statements,
      List<Object[]> rows,
      Optional<Keeper> keeper)
      throws SQLException {
    List<Object> keys = rows.stream().map(table::key).toList();
    lock(connection, table, keys);
    if (keeper.isPresent()) {
      Set<Object> existing = existing(connection, table, keys);
      keeper.get().keep(keys.stream().filter(existing::contains).toList());
    }
    return super.delete(connection, table, statements, rows, keeper);
  }

  @Override
  String deleteStatement(Table table) {
    return "DELETE" + rowsWithKeys(table, 1) + " RETURNING " + table.keyField().column() + ", TRUE";
  }

  @Override
  public Map<Object, Object[]> lockRows(
      Connection connection, Table table, RowStatements statements, List<Object> keys)
      throws SQLException {
    lock(connection, table, keys);
    String sql = "SELECT " + statements.columns(table.name()) + rowsWithKeys(table, 1);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bindKeys(statement, 1, table.keyField(), keys);
      return statements.byKey(statement);
    }
  }

  @Override
  public Set<Object> lockKeys(
      Connection connection, Table table, RowStatements statements, List<Object> keys)
      throws SQLException {
    lock(connection, table, keys);
    return existing(connection, table, keys);
  }

  private Set<Object> existing(Connection connection, Table table, List<Object> keys)
      throws SQLException {
    String sql = "SELECT " + table.keyField().column() + rowsWithKeys(table, 1);
    return keys(connection, table, sql, keys);
  }

  /**
   * Proposes the rows to their own table, which locks them in key order. One that somebody deleted
   * meanwhile comes back, and is deleted again before anybody sees it.
   */
  private void lock(Connection connection, Table table, List<Object> keys) throws SQLException {
    String sql = locks.computeIfAbsent(table, this::lockStatement);
    Set<Object> back = keys(connection, table, sql, keys);
    if (!back.isEmpty()) {
      keys(connection, table, deleteStatement(table), List.copyOf(back));
    }
  }

  private String lockStatement(Table table) {
    String columns = table.fields().stream().map(Field::column).collect(joining(", "));
    return "INSERT INTO "
        + table.name()
        + (" (" + columns + ") SELECT " + columns + rowsWithKeys(table, 1))
        + (" ORDER BY " + table.keyField().column())
        + locking(table);
  }

  /** Runs a statement for some keys that returns keys. */
  private Set<Object> keys(Connection connection, Table table, String sql, List<Object> keys)
      throws SQLException {
    Set<Object> returned = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bindKeys(statement, 1, table.keyField(), keys);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          returned.add(result.getObject(1));
        }
      }
    }
    return returned;
  }

  /** In a row for each connection, so that no transaction waits for another. */
  @Override
  public void addToCount(Connection connection, Table table, long change) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ADD_TO_COUNT)) {
      statement.setString(1, table.name());
      statement.setLong(2, change);
      statement.executeUpdate();
    }
  }

  /** Counts only what is on this machine, without queries to the others. */
  @Override
  public Optional<String> databaseSize() {
    return Optional.of(
        """
        SELECT pg_database_size(current_database()), COALESCE(SUM(GREATEST(reltuples, 0)), 0)
        FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
          AND relname LIKE '%\\_history'""");
  }

  @Override
  public String size(Table table) {
    return "SELECT (%s'%s'), pg_database_size(current_database()), FALSE"
        .formatted(COUNT, table.name());
  }

  /** Does nothing, since there are no triggers. */
  @Override
  public void sign(Connection connection, Author author) {}

  @Override
  public boolean keepHistory(Connection connection, boolean on) {
    return false;
  }

  @Override
  public boolean writesHistory(Connection connection, Table table) {
    return false;
  }

  /** Rows on different machines cannot be joined by neighbouring keys. */
  @Override
  public String freeKeyAfter(Table table) {
    return """
        SELECT KEY + 1
        FROM (SELECT KEY, LEAD(KEY) OVER (ORDER BY KEY) AS following FROM ROWS WHERE KEY >= ?) used
        WHERE following IS DISTINCT FROM KEY + 1 AND KEY < 2147483647
        ORDER BY KEY FETCH FIRST ROW ONLY"""
        .replace("KEY", table.keyField().column())
        .replace("ROWS", table.name());
  }

  /** A join with a subquery would be sent to each node in turn. */
  @Override
  public boolean findsKeysFirst(long offset) {
    return false;
  }
}
