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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.grievances.schema.Author;
import org.grievances.schema.Condition;
import org.grievances.schema.Field;
import org.grievances.schema.Sort;
import org.grievances.schema.Table;

/** PostgreSQL on one machine. */
sealed class PostgreSqlDialect implements Dialect permits SpreadPostgreSqlDialect {
  /** From this offset on, the rows that are skipped cost more than finding keys first. */
  private static final long ROWS_WORTH_TWO_STEPS = 1_000;

  private static final String VALID_INDEX =
      "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(?)";

  /** Whether triggers count the rows, or will once all migrations ran; no row without a table. */
  private static final String COUNTED_BY_TRIGGERS =
      "SELECT to_regclass('row_counts') IS NULL OR to_regproc('count_changed') IS NOT NULL"
          + " WHERE to_regclass('grievances') IS NOT NULL";

  /** The characters besides blanks that end a word, for PostgreSQL in any locale. */
  private static final int[] BETWEEN_WORDS =
      IntStream.concat(
              IntStream.rangeClosed('!', '~').filter(c -> !Character.isLetterOrDigit(c)),
              "\u2013\u2014\u2018\u2019\u201c\u201d\u201e\u2026\u00ab\u00bb\u00b7\u2022".chars())
          .toArray();

  private static final Duration BUCKET_TIMEOUT = Duration.ofSeconds(1);

  private static final String CLAIM = "SELECT pg_try_advisory_xact_lock(hashtextextended(?, 0))";

  /** Sets the author of the changes for the triggers. */
  static final String SET_AUTHOR =
      "SELECT set_config('grievances.user', ?, true), set_config('grievances.client', ?, true),"
          + " set_config('grievances.activity', ?, true)";

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

  @Override
  public TableSql sql(Table table) {
    return new PostgreSqlTableAccess.Sql(this, table);
  }

  @Override
  public boolean knowsCount() {
    return true;
  }

  /**
   * The query for the number of rows, which is kept in one row for each connection; see the
   * migrations.
   */
  static String count(Table table) {
    return "SELECT COALESCE(SUM(rows), 0) FROM row_counts WHERE table_name = '"
        + (table.name() + "'");
  }

  /** To compile the many conditions of a report takes longer than to read millions of rows. */
  @Override
  public String beginSnapshot(Table table) {
    return "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL jit = off";
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

  @Override
  public boolean hasWindows() {
    return true;
  }

  /** See the migrations. */
  @Override
  public Optional<String> changesEnd() {
    return Optional.of("SELECT following, ends, held FROM changes_end()");
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
    return "SELECT (%s), pg_database_size(current_database()), %s"
        .formatted(count(table), writesHistory(table));
  }

  /** The owner of the schema may have turned the history off by its triggers. */
  static String writesHistory(Table table) {
    return """
        EXISTS (SELECT FROM pg_trigger WHERE tgrelid = to_regclass('%1$s')
          AND tgname = '%1$s_updated_to_history' AND tgenabled <> 'D')"""
        .formatted(table.name());
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

  /**
   * The words are as in {@link org.grievances.schema.Words}: by itself, PostgreSQL would take
   * addresses, paths and numbers with signs for words. The letter case is known to the locale of
   * the database.
   */
  @Override
  public String words(List<Field> texts) {
    String all =
        texts.stream()
            .map(field -> "coalesce(" + field.column() + ", '')")
            .collect(joining(" || ' ' || "));
    String between = IntStream.of(BETWEEN_WORDS).mapToObj("\\u%04X"::formatted).collect(joining());
    String blanks = " ".repeat(BETWEEN_WORDS.length);
    return "to_tsvector('simple', translate(" + all + ", E'" + between + "', '" + blanks + "'))";
  }

  @Override
  public boolean chooses(Condition condition) {
    return condition instanceof Condition.NamesKey;
  }

  @Override
  public String contains(Field integers) {
    return "string_to_array(%s, ',') @> ARRAY[CAST(CAST(? AS integer) AS text)]"
        .formatted(integers.column());
  }

  @Override
  public final String insertOnce(Table table) {
    return Dialect.super.insertOnce(table) + " ON CONFLICT DO NOTHING";
  }

  @Override
  public String removeReads() {
    return "SELECT drop_reads(?)";
  }

  /** The rows of the first pages are read as they are found; the join would cost more. */
  @Override
  public boolean findsKeysFirst(long offset) {
    return offset >= ROWS_WORTH_TWO_STEPS;
  }

  /**
   * An invalid index was left by a server that stopped while creating it. Without statistics of its
   * words, the planner would not know which of them are rare.
   */
  @Override
  public boolean makeIndex(Connection connection, ListIndex index) throws SQLException {
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
      if (index instanceof WordIndex) {
        statement.execute("ANALYZE " + index.table().name());
      }
      return true;
    } finally {
      ask(connection, "SELECT pg_advisory_unlock(hashtext(?))", name);
    }
  }

  private String definition(ListIndex index) {
    return index instanceof SortIndex sorted
        ? definition(sorted)
        : index.table().name() + " USING gin (" + words(((WordIndex) index).fields()) + ")";
  }

  private String definition(SortIndex index) {
    return index.table().name()
        + (" (" + sortExpression(index.field()))
        + (index.field().key() ? ")" : ", " + index.table().keyField().column() + ")")
        + (index.without().isEmpty() ? "" : " WHERE " + absent(index.without()));
  }

  private static String absent(List<Field> fields) {
    return fields.stream().map(field -> field.column() + " IS NULL").collect(joining(" AND "));
  }

  private static boolean ask(Connection connection, String question, String name)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(question)) {
      statement.setString(1, name);
      statement.execute();
      return isTrue(statement);
    }
  }

  @Override
  public Optional<String> limitLockWaits(Duration limit) {
    return Optional.of("SET LOCAL lock_timeout = " + limit.toMillis());
  }

  /** Blocks writers, but not readers. */
  @Override
  public String lock(Table table) {
    return "LOCK TABLE " + table.name() + " IN SHARE ROW EXCLUSIVE MODE";
  }

  @Override
  public void setCurrentAuthor(Connection connection, Author author) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SET_AUTHOR)) {
      bind(statement, author);
      statement.execute();
    }
  }

  static void bind(PreparedStatement statement, Author author) throws SQLException {
    statement.setString(1, author.user());
    statement.setString(2, author.client());
    statement.setString(3, author.activity().toString());
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
  public String savepoint(String name) {
    return "SAVEPOINT " + name;
  }
}
