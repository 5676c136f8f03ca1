package org.grievances.database.dialect;

import static java.util.Collections.nCopies;
import static java.util.stream.Collectors.joining;

import io.github.bucket4j.distributed.proxy.ProxyManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.grievances.schema.Author;
import org.grievances.schema.Codes;
import org.grievances.schema.Field;
import org.grievances.schema.Sort;
import org.grievances.schema.Table;

/**
 * Apache Derby: one statement updates rows, then another inserts those that no update found.
 * Derby's MERGE does not distinguish inserted rows from updated ones.
 */
final class DerbyDialect implements Dialect {
  /** Derby takes no java.time values. */
  private static final TimeZone UTC = TimeZone.getTimeZone("UTC");

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");

  @Override
  public String folder() {
    return "derby";
  }

  @Override
  public String platform() {
    return DerbyEntityPlatform.class.getName();
  }

  @Override
  public boolean[] put(
      Connection connection,
      Table table,
      RowStatements statements,
      List<Object[]> rows,
      Codes codes,
      Optional<Keeper> keeper)
      throws SQLException {
    keep(connection, table, statements, rows, keeper);
    boolean[] created = statements.update(connection, rows);
    for (int row = 0; row < created.length; row++) {
      created[row] = !created[row];
    }
    List<Object[]> fresh =
        IntStream.range(0, created.length)
            .filter(row -> created[row])
            .mapToObj(row -> codes.complete(rows.get(row)))
            .toList();
    statements.insert(connection, fresh);
    return created;
  }

  private void keep(
      Connection connection,
      Table table,
      RowStatements statements,
      List<Object[]> rows,
      Optional<Keeper> keeper)
      throws SQLException {
    if (keeper.isPresent()) {
      List<Object> keys = rows.stream().map(table::key).toList();
      Set<Object> existing = lockKeys(connection, table, statements, keys);
      keeper.get().keep(keys.stream().filter(existing::contains).toList());
    }
  }

  @Override
  public boolean[] delete(
      Connection connection,
      Table table,
      RowStatements statements,
      List<Object[]> rows,
      Optional<Keeper> keeper)
      throws SQLException {
    keep(connection, table, statements, rows, keeper);
    return statements.delete(connection, rows);
  }

  /** Derby holds these locks until the transaction ends only if reads are repeatable. */
  @Override
  public Map<Object, Object[]> lockRows(
      Connection connection, Table table, RowStatements statements, List<Object> keys)
      throws SQLException {
    Map<Object, Object[]> rows = new HashMap<>();
    String columns = statements.columns(table.name());
    lock(connection, table, columns, keys, query -> rows.putAll(statements.byKey(query)));
    return rows;
  }

  /** Reads the keys only: reading a row's other columns takes most of the time. */
  @Override
  public Set<Object> lockKeys(
      Connection connection, Table table, RowStatements statements, List<Object> keys)
      throws SQLException {
    Set<Object> existing = new HashSet<>();
    Field key = table.keyField();
    lock(
        connection,
        table,
        key.column(),
        keys,
        query -> {
          try (ResultSet result = query.executeQuery()) {
            while (result.next()) {
              existing.add(read(result, 1, key));
            }
          }
        });
    return existing;
  }

  /** Runs a query and reads its rows. */
  @FunctionalInterface
  private interface Reading {
    void of(PreparedStatement query) throws SQLException;
  }

  private void lock(
      Connection connection, Table table, String columns, List<Object> keys, Reading reading)
      throws SQLException {
    for (List<Object> some : keyLists(keys)) {
      String rows = rowsWithKeys(table, some.size());
      try (PreparedStatement query =
          connection.prepareStatement("SELECT " + columns + rows + " FOR UPDATE WITH RS")) {
        bindKeys(query, 1, table.keyField(), some);
        reading.of(query);
      }
    }
  }

  @Override
  public List<List<Object>> keyLists(List<Object> keys) {
    return KeyLists.of(keys);
  }

  /** A scan of the table instead would wait for the locks of other transactions on other rows. */
  @Override
  public String rowsWithKeys(Table table, int keys) {
    return " FROM %1$s --DERBY-PROPERTIES constraint=%1$s_pk\n WHERE %2$s"
        .formatted(table.name(), isIn(table.keyField(), keys));
  }

  @Override
  public String isIn(Field key, int keys) {
    return key.column() + " IN (" + String.join(", ", nCopies(keys, "?")) + ")";
  }

  @Override
  public void bindKeys(PreparedStatement statement, int parameter, Field key, List<Object> keys)
      throws SQLException {
    int next = parameter;
    for (Object each : keys) {
      bind(statement, next++, key, each);
    }
  }

  @Override
  public void bind(PreparedStatement statement, int parameter, Field field, Object value)
      throws SQLException {
    switch (field.kind()) {
      case INTEGER -> statement.setObject(parameter, value, Types.INTEGER);
      case BOOLEAN -> statement.setObject(parameter, value, Types.BOOLEAN);
      case TEXT -> statement.setString(parameter, (String) value);
      case DATE_TIME -> bind(statement, parameter, (LocalDateTime) value);
    }
  }

  static void bind(PreparedStatement statement, int parameter, LocalDateTime value)
      throws SQLException {
    statement.setString(parameter, value == null ? null : TIMESTAMP.format(value));
  }

  @Override
  public Object read(ResultSet result, int column, Field field) throws SQLException {
    return switch (field.kind()) {
      case INTEGER -> result.getObject(column, Integer.class);
      case BOOLEAN -> result.getObject(column, Boolean.class);
      case TEXT -> result.getString(column);
      case DATE_TIME -> dateTime(result, column);
    };
  }

  /**
   * The calendar that Derby itself reads with has no days from 5 to 14 October 1582, nor the local
   * times that a change of clocks skips.
   */
  private static Calendar gregorian() {
    GregorianCalendar calendar = new GregorianCalendar(UTC, Locale.ROOT);
    calendar.setGregorianChange(new Date(Long.MIN_VALUE));
    return calendar;
  }

  static LocalDateTime dateTime(ResultSet result, int column) throws SQLException {
    Timestamp timestamp = result.getTimestamp(column, gregorian());
    return timestamp == null
        ? null
        : LocalDateTime.ofEpochSecond(
            Math.floorDiv(timestamp.getTime(), 1000), timestamp.getNanos(), ZoneOffset.UTC);
  }

  @Override
  public boolean knowsCount() {
    return false;
  }

  @Override
  public long count(Connection connection, Table table) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement("SELECT COUNT(*) FROM " + table.name());
        ResultSet result = statement.executeQuery()) {
      result.next();
      return result.getLong(1);
    }
  }

  /** Derby counts by the index of the key. */
  @Override
  public String size(Table table) {
    return "SELECT (SELECT COUNT(*) FROM "
        + table.name()
        + "), (SELECT SUM(CAST(numallocatedpages + numfreepages AS BIGINT) * pagesize)"
        + " FROM TABLE (SYSCS_DIAG.SPACE_TABLE()) used), FALSE FROM SYSIBM.SYSDUMMY1"
        + withoutWaiting();
  }

  @Override
  public String withoutWaiting() {
    return " WITH UR";
  }

  /** Derby treats texts as equal that differ only in trailing blanks. */
  @Override
  public String equal(Field field, String column) {
    String equal = Dialect.super.equal(field, column);
    return field.kind() == Field.Kind.TEXT
        ? equal
            + (" AND LENGTH(" + column + ")")
            + (" = LENGTH(CAST(? AS VARCHAR(" + field.maxLength() + ")))")
        : equal;
  }

  @Override
  public String group(Field field, String column) {
    return field.kind() == Field.Kind.TEXT ? column + ", LENGTH(" + column + ")" : column;
  }

  @Override
  public String sortExpression(Field field) {
    return field.maxLength() > Sort.TEXT_LENGTH
        ? "SUBSTR(" + field.column() + ", 1, " + Sort.TEXT_LENGTH + ")"
        : field.column();
  }

  @Override
  public boolean readsIndexesBackwards() {
    return false;
  }

  /** Derby sorts whole rows, on disk if they are many. */
  @Override
  public boolean findsKeysFirst(long offset) {
    return true;
  }

  /**
   * Derby blocks writers while it creates an index, for about three seconds on a million rows. It
   * cannot index long texts, and has no partial indexes: the rows without a value are together in
   * one that begins with it.
   */
  @Override
  public boolean makeIndex(Connection connection, SortIndex index) throws SQLException {
    if (index.field().maxLength() > Sort.TEXT_LENGTH || exists(connection, index)) {
      return false;
    }
    String direction = index.descending() ? " DESC" : "";
    String columns =
        Stream.concat(Stream.of(index.field()), Stream.of(index.table().keyField()))
            .distinct()
            .map(field -> field.column() + direction)
            .collect(joining(", "));
    String absent = index.without().map(field -> field.column() + ", ").orElse("");
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE INDEX "
              + index.name()
              + " ON "
              + index.table().name()
              + (" (" + absent + columns + ")"));
      return true;
    }
  }

  private static boolean exists(Connection connection, SortIndex index) throws SQLException {
    String sql = "SELECT 1 FROM SYS.SYSCONGLOMERATES WHERE CONGLOMERATENAME = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, index.name().toUpperCase(Locale.ROOT));
      try (ResultSet found = statement.executeQuery()) {
        return found.next();
      }
    }
  }

  @Override
  public String lock(Table table) {
    return "LOCK TABLE " + table.name() + " IN EXCLUSIVE MODE";
  }

  /** Derby has no statement for a writer's lock, so a DELETE that matches no row takes it. */
  @Override
  public Codes beginWriting(Connection connection, Table table, Author author) throws SQLException {
    if (table.coded().isEmpty()) {
      return Codes.ANY;
    }
    String lock = "DELETE FROM " + table.name() + " WHERE 1 = 0";
    try (PreparedStatement writer = connection.prepareStatement(lock);
        PreparedStatement codes = connection.prepareStatement(CodeLists.query(table))) {
      writer.executeUpdate();
      return CodeLists.read(table, codes.executeQuery());
    }
  }

  @Override
  public void sign(Connection connection, Author author) {}

  /** A Derby trigger runs for each row, and cannot know the author. */
  @Override
  public boolean keepHistory(Connection connection, boolean on) {
    return false;
  }

  @Override
  public boolean writesHistory(Connection connection, Table table) {
    return false;
  }

  /** Writers wait until the transaction ends. */
  @Override
  public String beginSnapshot(Table table) {
    return "LOCK TABLE " + table.name() + " IN SHARE MODE";
  }

  @Override
  public boolean snapshotBlocksWriters() {
    return true;
  }

  @Override
  public Optional<String> committed() {
    return Optional.empty();
  }

  @Override
  public Optional<String> followed() {
    return Optional.empty();
  }

  /** The sizes of tables are found under locks that a change of the schema can meet. */
  @Override
  public Optional<String> databaseSize() {
    return Optional.empty();
  }

  @Override
  public Optional<ProxyManager<String>> buckets(DataSource dataSource) {
    return Optional.empty();
  }

  @Override
  public Claim claim(Connection connection, String name, String query) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Claim.KNOWN : Claim.NEW;
      }
    }
  }

  /** Derby cannot set a sequence, so a table holds the number to add to its values. */
  @Override
  public String nextValue(String sequence) {
    return "SELECT NEXT VALUE FOR " + sequence + " + ahead FROM " + sequence + "_ahead";
  }

  @Override
  public void holdSequence(Connection connection, String sequence) throws SQLException {
    goAhead(connection, sequence, 0);
  }

  @Override
  public void advance(Connection connection, String sequence, long past) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(nextValue(sequence));
        ResultSet result = statement.executeQuery()) {
      result.next();
      long next = result.getLong(1);
      if (next < past) {
        goAhead(connection, sequence, past - next);
      }
    }
  }

  private static void goAhead(Connection connection, String sequence, long by) throws SQLException {
    String sql = "UPDATE " + sequence + "_ahead SET ahead = ahead + ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, by);
      statement.executeUpdate();
    }
  }

  @Override
  public String greatestKey(Table table) {
    return "SELECT MAX(" + table.keyField().column() + ") FROM " + table.name() + " WITH UR";
  }

  @Override
  public String savepoint(String name) {
    return "SAVEPOINT " + name + " ON ROLLBACK RETAIN CURSORS";
  }
}
