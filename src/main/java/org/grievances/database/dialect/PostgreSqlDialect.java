package org.grievances.database.dialect;

import static java.util.stream.Collectors.joining;

import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.grievances.schema.Author;
import org.grievances.schema.Codes;
import org.grievances.schema.Field;
import org.grievances.schema.Sort;
import org.grievances.schema.Table;

/** PostgreSQL: one statement per chunk of rows, with an array of values for each column. */
sealed class PostgreSqlDialect implements Dialect permits SpreadPostgreSqlDialect {
  /** From this offset on, the rows that are skipped cost more than finding keys first. */
  private static final long ROWS_WORTH_TWO_STEPS = 1_000;

  private static final String VALID_INDEX =
      "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(?)";

  static final String COUNT = "SELECT COALESCE(SUM(rows), 0) FROM row_counts WHERE table_name = ";

  /** Whether triggers count the rows, or will once all migrations ran; no row without a table. */
  private static final String COUNTED_BY_TRIGGERS =
      "SELECT to_regclass('row_counts') IS NULL OR to_regproc('count_changed') IS NOT NULL"
          + " WHERE to_regclass('grievances') IS NOT NULL";

  private static final Duration BUCKET_TIMEOUT = Duration.ofSeconds(1);

  private static final String CLAIM = "SELECT pg_try_advisory_xact_lock(hashtextextended(?, 0))";

  /** Sets the author of the changes for the triggers. */
  private static final String SIGN =
      "SELECT set_config('grievances.user', ?, true), set_config('grievances.client', ?, true),"
          + " set_config('grievances.activity', ?, true)";

  private final Map<Table, String> puts = new ConcurrentHashMap<>();
  private final Map<Table, String> completingPuts = new ConcurrentHashMap<>();
  private final Map<Table, String> deletes = new ConcurrentHashMap<>();

  @Override
  public String folder() {
    return "postgresql";
  }

  @Override
  public String platform() {
    return PostgreSqlEntityPlatform.class.getName();
  }

  @Override
  public final void check(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(COUNTED_BY_TRIGGERS);
        ResultSet counted = statement.executeQuery()) {
      if (counted.next() && counted.getBoolean(1) != hasTriggers()) {
        throw new UnusableDatabaseException(
            hasTriggers()
                ? "its schema is that of a spread database, and it is not marked as one"
                : "it is marked as spread, and its schema is that of a database on one machine");
      }
    }
  }

  /** Whether the triggers of its schema keep history and counts. */
  boolean hasTriggers() {
    return true;
  }

  /**
   * A row without a code is proposed with the default, but an update sets it to null: for each
   * code, the statement gets the keys of such rows. All rows are in one statement, so that they are
   * locked in key order. Nobody has to keep them: triggers do.
   */
  @Override
  public boolean[] put(
      Connection connection,
      Table table,
      RowStatements statements,
      List<Object[]> rows,
      Codes codes,
      Optional<Keeper> keeper)
      throws SQLException {
    boolean completed = rows.stream().anyMatch(codes::hasDefaultFor);
    String put =
        completed
            ? completingPuts.computeIfAbsent(table, each -> putStatement(each, each.coded()))
            : puts.computeIfAbsent(table, each -> putStatement(each, List.of()));
    List<Object[]> proposed = completed ? rows.stream().map(codes::complete).toList() : rows;
    try (PreparedStatement statement = connection.prepareStatement(put)) {
      int parameter = RowArrays.bind(connection, statement, table, proposed);
      for (Field coded : completed ? table.coded() : List.<Field>of()) {
        int position = table.position(coded.name());
        List<Object> keys =
            rows.stream()
                .filter(row -> codes.hasDefaultFor(row, position))
                .map(table::key)
                .toList();
        statement.setArray(parameter++, RowArrays.keys(connection, table.keyField(), keys));
      }
      return outcomes(statement, table, rows);
    }
  }

  /**
   * xmax is zero for a row that was just inserted, and our transaction for one that was updated.
   *
   * @param completed the coded fields that rows are proposed with defaults for
   */
  private static String putStatement(Table table, List<Field> completed) {
    return RowArrays.insert(table)
        + replacing(table, completed)
        + (" RETURNING " + table.name() + "." + table.keyField().column() + ", xmax = 0");
  }

  /** The end of an INSERT that replaces the rows whose key exists. */
  static String replacing(Table table, List<Field> completed) {
    return (" ON CONFLICT (" + table.keyField().column() + ") DO UPDATE SET ")
        + table.updatable().stream()
            .map(field -> field.column() + " = " + replacement(table, field, completed))
            .collect(joining(", "));
  }

  private static String replacement(Table table, Field field, List<Field> completed) {
    String proposed = "EXCLUDED." + field.column();
    if (!completed.contains(field)) {
      return proposed;
    }
    Field key = table.keyField();
    return "CASE WHEN EXCLUDED.%s IN (SELECT unnest(%s)) THEN NULL ELSE %s END"
        .formatted(key.column(), RowArrays.parameter(key), proposed);
  }

  @Override
  public boolean[] delete(
      Connection connection,
      Table table,
      RowStatements statements,
      List<Object[]> rows,
      Optional<Keeper> keeper)
      throws SQLException {
    String sql = deletes.computeIfAbsent(table, this::deleteStatement);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      List<Object> keys = rows.stream().map(table::key).toList();
      statement.setArray(1, RowArrays.keys(connection, table.keyField(), keys));
      return outcomes(statement, table, rows);
    }
  }

  /** Locks the rows in key order first, since DELETE alone locks them in an order of its own. */
  String deleteStatement(Table table) {
    return """
        WITH present AS MATERIALIZED (
          SELECT KEY AS present_key FROM ROWS WHERE KEY = ANY (?) ORDER BY KEY FOR UPDATE)
        DELETE FROM ROWS USING present WHERE KEY = present_key RETURNING KEY, TRUE"""
        .replace("KEY", table.keyField().column())
        .replace("ROWS", table.name());
  }

  /** Runs a statement that returns keys with an outcome each; false for a key not returned. */
  static boolean[] outcomes(PreparedStatement statement, Table table, List<Object[]> rows)
      throws SQLException {
    Set<Object> trueKeys = new HashSet<>(rows.size() * 2);
    try (ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        if (result.getBoolean(2)) {
          trueKeys.add(result.getObject(1));
        }
      }
    }
    boolean[] outcomes = new boolean[rows.size()];
    for (int row = 0; row < outcomes.length; row++) {
      outcomes[row] = trueKeys.contains(table.key(rows.get(row)));
    }
    return outcomes;
  }

  @Override
  public Map<Object, Object[]> lockRows(
      Connection connection, Table table, RowStatements statements, List<Object> keys)
      throws SQLException {
    Field key = table.keyField();
    String condition = " WHERE " + key.column() + " = ANY (?) ORDER BY " + key.column();
    String sql = statements.selectAll() + condition + " FOR UPDATE";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, RowArrays.keys(connection, key, keys));
      return statements.byKey(statement);
    }
  }

  @Override
  public List<List<Object>> keyLists(List<Object> keys) {
    return List.of(keys);
  }

  @Override
  public String rowsWithKeys(Table table, int keys) {
    return " FROM " + table.name() + " WHERE " + isIn(table.keyField(), keys);
  }

  @Override
  public String isIn(Field key, int keys) {
    return key.column() + " = ANY (?)";
  }

  @Override
  public void bindKeys(PreparedStatement statement, int parameter, Field key, List<Object> keys)
      throws SQLException {
    statement.setArray(parameter, RowArrays.keys(statement.getConnection(), key, keys));
  }

  @Override
  public void bind(PreparedStatement statement, int parameter, Field field, Object value)
      throws SQLException {
    statement.setObject(parameter, value, jdbcType(field));
  }

  private static int jdbcType(Field field) {
    return switch (field.kind()) {
      case INTEGER -> Types.INTEGER;
      case BOOLEAN -> Types.BOOLEAN;
      case TEXT -> Types.VARCHAR;
      case DATE_TIME -> Types.TIMESTAMP;
    };
  }

  @Override
  public Object read(ResultSet result, int column, Field field) throws SQLException {
    return switch (field.kind()) {
      case INTEGER -> result.getObject(column, Integer.class);
      case BOOLEAN -> result.getObject(column, Boolean.class);
      case TEXT -> result.getString(column);
      case DATE_TIME -> result.getObject(column, LocalDateTime.class);
    };
  }

  @Override
  public boolean knowsCount() {
    return true;
  }

  /** Triggers maintain the count, in one row per connection; see the migrations. */
  @Override
  public long count(Connection connection, Table table) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(COUNT + "?")) {
      statement.setString(1, table.name());
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return result.getLong(1);
      }
    }
  }

  @Override
  public String beginSnapshot(Table table) {
    return "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";
  }

  /** The flushed position: a commit is flushed before it is acknowledged. */
  @Override
  public Optional<String> committed() {
    return Optional.of("SELECT (pg_current_wal_flush_lsn() - '0/0'::pg_lsn)::bigint");
  }

  @Override
  public Optional<String> followed() {
    return Optional.of(
        """
        SELECT CASE WHEN pg_is_in_recovery() THEN (pg_last_wal_replay_lsn() - '0/0'::pg_lsn)::bigint
          ELSE 9223372036854775807 END""");
  }

  /** The rows are the planner's estimate, since counting them would read the whole history. */
  @Override
  public Optional<String> databaseSize() {
    return Optional.of(
        """
        SELECT pg_database_size(current_database()), COALESCE(SUM(GREATEST(part.reltuples, 0)), 0)
        FROM pg_inherits JOIN pg_class part ON part.oid = inhrelid
          JOIN pg_class history ON history.oid = inhparent
        WHERE history.relnamespace = current_schema()::regnamespace
          AND history.relname LIKE '%\\_history'""");
  }

  @Override
  public String size(Table table) {
    return "SELECT (%s'%s'), pg_database_size(current_database()), %s"
        .formatted(COUNT, table.name(), writesHistory(table));
  }

  /** The owner of the schema may have turned the history off by its triggers. */
  private static String writesHistory(Table table) {
    return """
        EXISTS (SELECT FROM pg_trigger WHERE tgrelid = to_regclass('%1$s')
          AND tgname = '%1$s_updated_to_history' AND tgenabled <> 'D')"""
        .formatted(table.name());
  }

  @Override
  public boolean writesHistory(Connection connection, Table table) throws SQLException {
    String query = "SELECT " + writesHistory(table);
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.execute();
      return isTrue(statement);
    }
  }

  /** PostgreSQL's readers never wait for writers. */
  @Override
  public String withoutWaiting() {
    return "";
  }

  /** In code point order, whatever the database's collation; see {@link SortIndex}. */
  @Override
  public String sortExpression(Field field) {
    if (field.kind() != Field.Kind.TEXT) {
      return field.column();
    }
    return field.maxLength() > Sort.TEXT_LENGTH
        ? "left(" + field.column() + ", " + Sort.TEXT_LENGTH + ") COLLATE \"C\""
        : field.column() + " COLLATE \"C\"";
  }

  /** The rows of the first pages are read as they are found; the join would cost more. */
  @Override
  public boolean findsKeysFirst(long offset) {
    return offset >= ROWS_WORTH_TWO_STEPS;
  }

  /** An invalid index was left by a server that stopped while creating it. */
  @Override
  public boolean makeIndex(Connection connection, SortIndex index) throws SQLException {
    String name = index.name();
    if (!ask(connection, "SELECT pg_try_advisory_lock(hashtext(?))", name)) {
      return false;
    }
    try (Statement statement = connection.createStatement()) {
      if (ask(connection, VALID_INDEX, name)) {
        return false;
      }
      statement.execute("DROP INDEX CONCURRENTLY IF EXISTS " + name);
      statement.execute("CREATE INDEX CONCURRENTLY " + name + " ON " + definition(index));
      return true;
    } finally {
      ask(connection, "SELECT pg_advisory_unlock(hashtext(?))", name);
    }
  }

  private String definition(SortIndex index) {
    return index.table().name()
        + (" (" + sortExpression(index.field()))
        + (index.field().key() ? ")" : ", " + index.table().keyField().column() + ")")
        + index.without().map(absent -> " WHERE " + absent.column() + " IS NULL").orElse("");
  }

  private static boolean ask(Connection connection, String question, String name)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(question)) {
      statement.setString(1, name);
      statement.execute();
      return isTrue(statement);
    }
  }

  /** Blocks writers, but not readers. */
  @Override
  public String lock(Table table) {
    return "LOCK TABLE " + table.name() + " IN SHARE ROW EXCLUSIVE MODE";
  }

  /** In one round trip, since each takes a large part of the time of a small batch. */
  @Override
  public Codes beginWriting(Connection connection, Table table, Author author) throws SQLException {
    boolean coded = !table.coded().isEmpty();
    String sql =
        "LOCK TABLE "
            + table.name()
            + (" IN ROW EXCLUSIVE MODE; " + SIGN)
            + (coded ? "; " + CodeLists.query(table) : "");
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, author);
      statement.execute();
      statement.getMoreResults();
      return coded && statement.getMoreResults()
          ? CodeLists.read(table, statement.getResultSet())
          : Codes.ANY;
    }
  }

  @Override
  public void sign(Connection connection, Author author) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SIGN)) {
      bind(statement, author);
      statement.execute();
    }
  }

  private static void bind(PreparedStatement sign, Author author) throws SQLException {
    sign.setString(1, author.user());
    sign.setString(2, author.client());
    sign.setString(3, author.activity().toString());
  }

  /** Triggers write the history, whoever makes the change; see the migrations. */
  @Override
  public boolean keepHistory(Connection connection, boolean on) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT track_history(?), extend_history()")) {
      statement.setBoolean(1, on);
      statement.execute();
    }
    return true;
  }

  @Override
  public Optional<ProxyManager<String>> buckets(DataSource dataSource) {
    return Optional.of(
        Bucket4jPostgreSQL.selectForUpdateBasedBuilder(dataSource)
            .primaryKeyMapper(PrimaryKeyMapper.STRING)
            .table("rate_limits")
            .idColumn("client")
            .requestTimeout(BUCKET_TIMEOUT)
            .build());
  }

  /** In one round trip. Each statement sees what was committed before it began. */
  @Override
  public Claim claim(Connection connection, String name, String query) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CLAIM + "; " + query)) {
      statement.setString(1, name);
      statement.setString(2, name);
      statement.execute();
      if (!isTrue(statement)) {
        return Claim.TAKEN;
      }
      statement.getMoreResults();
      try (ResultSet row = statement.getResultSet()) {
        return row.next() ? Claim.KNOWN : Claim.NEW;
      }
    }
  }

  private static boolean isTrue(PreparedStatement asked) throws SQLException {
    try (ResultSet result = asked.getResultSet()) {
      return result.next() && result.getBoolean(1);
    }
  }

  @Override
  public String nextValue(String sequence) {
    return "SELECT nextval('" + sequence + "')";
  }

  @Override
  public void holdSequence(Connection connection, String sequence) throws SQLException {
    ask(connection, "SELECT pg_advisory_xact_lock(hashtextextended(?, 0)) IS NULL", sequence);
  }

  @Override
  public void advance(Connection connection, String sequence, long past) throws SQLException {
    String sql = "SELECT setval('%1$s', ?) FROM %1$s WHERE last_value < ?".formatted(sequence);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, past);
      statement.setLong(2, past);
      statement.execute();
    }
  }

  @Override
  public String greatestKey(Table table) {
    return "SELECT MAX(" + table.keyField().column() + ") FROM " + table.name();
  }

  @Override
  public String savepoint(String name) {
    return "SAVEPOINT " + name;
  }
}
