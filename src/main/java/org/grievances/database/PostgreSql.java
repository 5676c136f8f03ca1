package org.grievances.database;

import static java.util.stream.Collectors.joining;

import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/** PostgreSQL: one statement for a chunk of rows, with an array of values for each column. */
final class PostgreSql implements Product {
  private static final String VALID_INDEX =
      "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(?)";

  private static final Duration BUCKET_TIMEOUT = Duration.ofSeconds(1);

  /** What triggers read who writes from. */
  private static final String SIGN =
      "SELECT set_config('grievances.user', ?, true), set_config('grievances.client', ?, true),"
          + " set_config('grievances.activity', ?, true)";

  /** The statements that turn on, or off, those of the triggers that are not so. */
  private static final String HISTORY_TRIGGERS =
      "SELECT format('ALTER TABLE %s %s TRIGGER %I', tgrelid::regclass,"
          + " CASE WHEN wanted.on THEN 'ENABLE' ELSE 'DISABLE' END, tgname)"
          + " FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid, (SELECT ? AS on) wanted"
          + " WHERE relnamespace = current_schema()::regnamespace"
          + " AND tgname LIKE '%\\_to\\_history' AND (tgenabled <> 'D') <> wanted.on";

  private final Map<Table, String> puts = new ConcurrentHashMap<>();
  private final Map<Table, String> inserts = new ConcurrentHashMap<>();

  @Override
  public String folder() {
    return "postgresql";
  }

  @Override
  public String platform() {
    return "org.eclipse.persistence.platform.database.PostgreSQLPlatform";
  }

  /**
   * A row that gets a default if it is new is inserted before all others are put, since the
   * statement for those could not tell whether the row named the code itself.
   */
  @Override
  public boolean[] put(
      Connection connection,
      Table table,
      RowStatements statements,
      List<Object[]> rows,
      Codes codes)
      throws SQLException {
    List<Object[]> completed =
        rows.stream().filter(codes::hasDefaultFor).map(codes::complete).toList();
    Set<Object> created = new HashSet<>();
    List<Object[]> others = rows;
    if (!completed.isEmpty()) {
      String insert = inserts.computeIfAbsent(table, PostgreSql::insertStatement);
      created.addAll(created(connection, insert, table, completed));
      others = rows.stream().filter(row -> !created.contains(table.key(row))).toList();
    }
    if (!others.isEmpty()) {
      String put = puts.computeIfAbsent(table, PostgreSql::putStatement);
      Set<Object> late = created(connection, put, table, others);
      checkCompleted(table, codes, others, late);
      created.addAll(late);
    }
    return created(table, rows, created);
  }

  /** Another transaction may have deleted, between the two, what was there at the first. */
  private static void checkCompleted(
      Table table, Codes codes, List<Object[]> rows, Set<Object> created) throws SQLException {
    for (Object[] row : rows) {
      if (codes.hasDefaultFor(row) && created.contains(table.key(row))) {
        throw new SQLTransactionRollbackException("A row was deleted meanwhile", "40001");
      }
    }
  }

  private static boolean[] created(Table table, List<Object[]> rows, Set<Object> keys) {
    boolean[] created = new boolean[rows.size()];
    for (int row = 0; row < created.length; row++) {
      created[row] = keys.contains(table.key(rows.get(row)));
    }
    return created;
  }

  /** A row that was just inserted has no transaction in xmax; one that was updated has ours. */
  private static String putStatement(Table table) {
    return write(
        table,
        table.updatable().stream()
            .map(f -> f.column() + " = EXCLUDED." + f.column())
            .collect(joining(", ", "UPDATE SET ", "")));
  }

  private static String insertStatement(Table table) {
    return write(table, "NOTHING");
  }

  private static String write(Table table, String onConflict) {
    List<Field> fields = table.fields();
    String key = table.keyField().column();
    return "INSERT INTO "
        + table.name()
        + fields.stream().map(Field::column).collect(joining(", ", " (", ")"))
        + " SELECT * FROM unnest"
        + fields.stream().map(PostgreSql::parameter).collect(joining(", ", "(", ")"))
        + (" ON CONFLICT (" + key + ") DO " + onConflict)
        + (" RETURNING " + table.name() + "." + key + ", xmax = 0");
  }

  private static String parameter(Field field) {
    return switch (field.kind()) {
      case INTEGER -> "?::int4[]";
      case BOOLEAN -> "?::bool[]";
      case TEXT -> "?::varchar[]";
      case DATE_TIME -> "?::varchar[]::timestamp[]";
    };
  }

  /** Of the kinds of arrays that the driver sends as they are, not as a text to be escaped. */
  private static Array array(Connection connection, Table table, List<Object[]> rows, int column)
      throws SQLException {
    return switch (table.fields().get(column).kind()) {
      case INTEGER ->
          connection.createArrayOf("int4", fill(new Integer[rows.size()], rows, column));
      case BOOLEAN ->
          connection.createArrayOf("bool", fill(new Boolean[rows.size()], rows, column));
      case TEXT -> connection.createArrayOf("varchar", fill(new String[rows.size()], rows, column));
      case DATE_TIME -> connection.createArrayOf("varchar", dateTimes(rows, column));
    };
  }

  private static Object[] fill(Object[] values, List<Object[]> rows, int column) {
    for (int row = 0; row < values.length; row++) {
      values[row] = rows.get(row)[column];
    }
    return values;
  }

  private static String[] dateTimes(List<Object[]> rows, int column) {
    String[] texts = new String[rows.size()];
    for (int row = 0; row < texts.length; row++) {
      Object value = rows.get(row)[column];
      texts[row] = value == null ? null : value.toString();
    }
    return texts;
  }

  /** Runs a statement for a chunk of rows; gives the keys of those that it created. */
  private static Set<Object> created(
      Connection connection, String sql, Table table, List<Object[]> rows) throws SQLException {
    Set<Object> created = new HashSet<>(rows.size() * 2);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int column = 0; column < table.fields().size(); column++) {
        statement.setArray(column + 1, array(connection, table, rows, column));
      }
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          if (result.getBoolean(2)) {
            created.add(result.getObject(1));
          }
        }
      }
    }
    return created;
  }

  @Override
  public Map<Object, Object[]> lockRows(
      Connection connection, Table table, RowStatements statements, List<Object> keys)
      throws SQLException {
    Field key = table.keyField();
    String condition = " WHERE " + key.column() + " = ANY (?) ORDER BY " + key.column();
    String sql = statements.selectAll() + condition + " FOR UPDATE";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, array(connection, key, keys));
      return statements.byKey(statement);
    }
  }

  private static Array array(Connection connection, Field key, List<Object> keys)
      throws SQLException {
    return key.kind() == Field.Kind.INTEGER
        ? connection.createArrayOf("int4", keys.toArray(Integer[]::new))
        : connection.createArrayOf("varchar", keys.toArray(String[]::new));
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

  /** Triggers keep the count, each connection in a row of its own; see the migrations. */
  @Override
  public long count(Connection connection, Table table) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT COALESCE(SUM(rows), 0) FROM row_counts WHERE table_name = ?")) {
      statement.setString(1, table.name());
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return result.getLong(1);
      }
    }
  }

  /** In the order of code points, whatever the database's own; see {@link SortIndexes}. */
  @Override
  public String sortTerm(Field field) {
    if (field.kind() != Field.Kind.TEXT) {
      return field.column();
    }
    return field.maxLength() > Sort.TEXT_LENGTH
        ? "left(" + field.column() + ", " + Sort.TEXT_LENGTH + ") COLLATE \"C\""
        : field.column() + " COLLATE \"C\"";
  }

  /** An index that is not valid was left by a server that stopped while it made it. */
  @Override
  public boolean makeIndex(Connection connection, SortIndexes.SortIndex index) throws SQLException {
    String name = index.name();
    if (!ask(connection, "SELECT pg_try_advisory_lock(hashtext(?))", name)) {
      return false;
    }
    try (Statement statement = connection.createStatement()) {
      if (ask(connection, VALID_INDEX, name)) {
        return false;
      }
      statement.execute("DROP INDEX CONCURRENTLY IF EXISTS " + name);
      statement.execute(
          "CREATE INDEX CONCURRENTLY "
              + name
              + (" ON " + index.table().name())
              + (" (" + sortTerm(index.field()) + ", " + index.table().keyField().column() + ")"));
      return true;
    } finally {
      ask(connection, "SELECT pg_advisory_unlock(hashtext(?))", name);
    }
  }

  private static boolean ask(Connection connection, String question, String name)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(question)) {
      statement.setString(1, name);
      try (ResultSet result = statement.executeQuery()) {
        return result.next() && result.getBoolean(1);
      }
    }
  }

  /** Writers wait, readers do not. */
  @Override
  public String lock(Table table) {
    return "LOCK TABLE " + table.name() + " IN SHARE ROW EXCLUSIVE MODE";
  }

  /** In one go, since each exchange costs a small batch a good part of its time. */
  @Override
  public Codes beginWriting(Connection connection, Table table, Author author) throws SQLException {
    boolean coded = !table.coded().isEmpty();
    String sql =
        "LOCK TABLE "
            + table.name()
            + (" IN ROW EXCLUSIVE MODE; " + SIGN)
            + (coded ? "; " + Codes.query(table) : "");
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, author);
      statement.execute();
      statement.getMoreResults();
      return coded && statement.getMoreResults()
          ? Codes.read(table, statement.getResultSet())
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

  /** By triggers, whoever writes; see the migrations. */
  @Override
  public boolean keepHistory(Connection connection, boolean on) throws SQLException {
    List<String> changes = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(HISTORY_TRIGGERS)) {
      statement.setBoolean(1, on);
      try (ResultSet triggers = statement.executeQuery()) {
        while (triggers.next()) {
          changes.add(triggers.getString(1));
        }
      }
    }
    try (Statement statement = connection.createStatement()) {
      for (String change : changes) {
        statement.execute(change);
      }
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

  @Override
  public boolean claim(Connection connection, String name) throws SQLException {
    return ask(connection, "SELECT pg_try_advisory_xact_lock(hashtextextended(?, 0))", name);
  }

  @Override
  public String nextValue(String sequence) {
    return "SELECT nextval('" + sequence + "')";
  }

  @Override
  public String advance(String sequence, long by) {
    return "SELECT setval('" + sequence + "', nextval('" + sequence + "') + " + by + " - 1)";
  }

  @Override
  public String savepoint(String name) {
    return "SAVEPOINT " + name;
  }
}
