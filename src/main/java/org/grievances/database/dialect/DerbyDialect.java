package org.grievances.database.dialect;

import io.github.bucket4j.distributed.proxy.ProxyManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TimeZone;
import javax.sql.DataSource;
import org.grievances.schema.Author;
import org.grievances.schema.Condition;
import org.grievances.schema.Field;
import org.grievances.schema.Sort;
import org.grievances.schema.Table;

/** Apache Derby, which one server at a time opens. */
final class DerbyDialect implements Dialect {
  /** Derby takes no java.time values. */
  private static final TimeZone UTC = TimeZone.getTimeZone("UTC");

  /** One for each thread, since making one takes twice as long as reading a date-time with it. */
  private static final ThreadLocal<Calendar> GREGORIAN =
      ThreadLocal.withInitial(DerbyDialect::gregorian);

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
  public TableSql sql(Table table) {
    return new DerbyTableAccess.Sql(this, table);
  }

  @Override
  public void bind(PreparedStatement statement, int parameter, Field field, Object value)
      throws SQLException {
    if (field.kind() == Field.Kind.DATE_TIME) {
      bind(statement, parameter, (LocalDateTime) value);
    } else {
      Dialect.super.bind(statement, parameter, field, value);
    }
  }

  static void bind(PreparedStatement statement, int parameter, LocalDateTime value)
      throws SQLException {
    statement.setString(parameter, value == null ? null : TIMESTAMP.format(value));
  }

  @Override
  public Object read(ResultSet result, int column, Field field) throws SQLException {
    return field.kind() == Field.Kind.DATE_TIME
        ? dateTime(result, column)
        : Dialect.super.read(result, column, field);
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
    Timestamp timestamp = result.getTimestamp(column, GREGORIAN.get());
    return timestamp == null
        ? null
        : LocalDateTime.ofEpochSecond(
            Math.floorDiv(timestamp.getTime(), 1000), timestamp.getNanos(), ZoneOffset.UTC);
  }

  @Override
  public boolean knowsCount() {
    return false;
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

  /** Derby itself would scan the whole history. */
  @Override
  public String changesByKey(Table table) {
    return """
        FROM --DERBY-PROPERTIES joinOrder=FIXED
        %1$s_history kept --DERBY-PROPERTIES index=%1$s_history_of
        , record_changes made --DERBY-PROPERTIES constraint=record_changes_pk
        WHERE made.change_id = kept.change_id AND made.changed = kept.changed"""
        .formatted(table.name());
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

  /**
   * Derby has no index on words, and takes longer to search a text than the service; values that no
   * index serves, and many keys, it compares one after the other.
   */
  @Override
  public boolean checks(Condition condition) {
    if (condition instanceof Condition.AnyOf anyOf) {
      return anyOf.alternatives().stream().flatMap(List::stream).allMatch(this::checks);
    }
    return condition instanceof Condition.OneOf oneOf
        ? isServedByIndex(oneOf)
        : !(condition instanceof Condition.HasWords
            || condition instanceof Condition.AmongKeys
            || condition instanceof Condition.AtLeastByRange);
  }

  private static boolean isServedByIndex(Condition.OneOf oneOf) {
    Field field = oneOf.field();
    return field.key() && field.kind() == Field.Kind.INTEGER && !oneOf.excluded();
  }

  @Override
  public String words(List<Field> texts) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String contains(Field integers) {
    return "LOCATE(',' || TRIM(CAST(CAST(? AS INTEGER) AS CHAR(11))) || ',', ',' || %s || ',') > 0"
        .formatted(integers.column());
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

  /** Derby takes seconds to evaluate expressions for rows that are read in a tenth of the time. */
  @Override
  public boolean groupsFast() {
    return false;
  }

  @Override
  public boolean indexingBlocksWriters() {
    return true;
  }

  /**
   * Only for keys that go down, which the console lists first, and which costs writers little, as
   * new keys follow each other. Each other index would slow down all writers, and the keys of a
   * page are found without it.
   */
  @Override
  public boolean makeIndex(Connection connection, ListIndex wanted) throws SQLException {
    if (!(wanted instanceof SortIndex index && isDownByKey(index)) || exists(connection, index)) {
      return false;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE INDEX "
              + index.name()
              + (" ON " + index.table().name())
              + (" (" + index.field().column() + " DESC)"));
      return true;
    }
  }

  private static boolean isDownByKey(SortIndex index) {
    return index.field().key() && index.descending() && index.without().isEmpty();
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

  @Override
  public void setCurrentAuthor(Connection connection, Author author) {}

  /** A Derby trigger runs for each row, and cannot know the author. */
  @Override
  public boolean keepHistory(Connection connection, boolean on) {
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

  @Override
  public Optional<String> changesEnd() {
    return Optional.empty();
  }

  /** The copy has the transactions that are committed when its files have been copied. */
  @Override
  public Optional<String> backup() {
    return Optional.of("CALL SYSCS_UTIL.SYSCS_BACKUP_DATABASE(?)");
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

  @Override
  public String savepoint(String name) {
    return "SAVEPOINT " + name + " ON ROLLBACK RETAIN CURSORS";
  }
}
