package org.grievances.database.dialect;

import static java.util.Collections.nCopies;
import static java.util.stream.Collectors.joining;

import io.github.bucket4j.distributed.proxy.ProxyManager;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.grievances.schema.Author;
import org.grievances.schema.Condition;
import org.grievances.schema.Field;
import org.grievances.schema.Table;

/**
 * The differences between database products; there is one implementation for each tested product.
 */
public sealed interface Dialect permits DerbyDialect, PostgreSqlDialect {

  /**
   * @param spread whether the rows are on many machines
   */
  static Dialect of(DatabaseMetaData metaData, boolean spread) throws SQLException {
    String name = metaData.getDatabaseProductName();
    return switch (name) {
      case "PostgreSQL" -> spread ? new SpreadPostgreSqlDialect() : new PostgreSqlDialect();
      case "Apache Derby" -> derby(spread);
      default -> throw new UnsupportedProductException(name);
    };
  }

  private static Dialect derby(boolean spread) throws SQLException {
    if (spread) {
      throw new UnusableDatabaseException("it is marked as spread, which only PostgreSQL can be");
    }
    return new DerbyDialect();
  }

  /** The folder of its migrations, below {@code db/migration}. */
  String folder();

  /**
   * Checks that the schema is not that of another dialect.
   *
   * @throws UnusableDatabaseException if it is
   */
  default void check(Connection connection) throws SQLException {}

  /** EclipseLink's platform class for it, set so that no connection is needed to detect it. */
  String platform();

  /** Makes the statements for a table. */
  TableSql sql(Table table);

  /** Whether it knows how many rows a table has without counting them. */
  boolean knowsCount();

  /**
   * The query for how many rows a table has, how many bytes the database takes, and whether it
   * writes the history of records itself now. Runs in constant time, except on Derby.
   */
  String size(Table table);

  /**
   * The statement that limits how long a transaction waits for a lock; empty if nobody else works
   * with a database while its schema is migrated.
   */
  default Optional<String> limitLockWaits(Duration limit) {
    return Optional.empty();
  }

  /** The statement that starts a consistent snapshot of a table in a transaction. */
  String beginSnapshot(Table table);

  /** Whether that statement blocks writers to the table until its transaction ends. */
  default boolean snapshotBlocksWriters() {
    return false;
  }

  /**
   * The query for the position of the last committed change, which only grows; empty if the product
   * has no replicas.
   */
  Optional<String> committed();

  /**
   * The query for the position up to which a replica has applied the changes; the greatest possible
   * one on a database that is no replica.
   */
  Optional<String> followed();

  /**
   * The query for the size of the database in bytes, and the approximate number of rows of its
   * history; empty if the product cannot tell without waiting for writers, or blocking them.
   */
  Optional<String> databaseSize();

  /**
   * The query for how far changes can be read: the number above all that changes have got, the one
   * below which all changes are committed or rolled back, and for how many seconds the oldest
   * transaction with later ones is open; null if that is not known. Empty if only one server can
   * open the database, which knows its own transactions.
   */
  Optional<String> changesEnd();

  /**
   * The statement that copies the database to a directory, its parameter, while others write to it;
   * empty if programs of its own do that.
   */
  default Optional<String> backup() {
    return Optional.empty();
  }

  /** The end of a query that does not wait for writers, though it may read uncommitted rows. */
  String withoutWaiting();

  /**
   * The FROM and WHERE of the changes in the history of a table, {@code kept}, each with who made
   * it, {@code made}. They are found by the keys of records.
   */
  default String changesByKey(Table table) {
    return """
        FROM %s_history kept, record_changes made
        WHERE made.change_id = kept.change_id AND made.changed = kept.changed"""
        .formatted(table.name());
  }

  /** Sets a parameter to a value of a field. */
  default void bind(PreparedStatement statement, int parameter, Field field, Object value)
      throws SQLException {
    Object bound = value instanceof List<?> integers ? text(integers) : value;
    statement.setObject(parameter, bound, field.kind().sqlType());
  }

  private static String text(List<?> integers) {
    return integers.stream().map(Object::toString).collect(joining(","));
  }

  /** Reads a column as a value of a field. */
  default Object read(ResultSet result, int column, Field field) throws SQLException {
    return field.kind() == Field.Kind.INTEGERS
        ? integers(result.getString(column))
        : result.getObject(column, field.kind().javaType());
  }

  private static List<Integer> integers(String text) {
    return text == null
        ? null
        : Stream.of(text.split(",")).filter(each -> !each.isEmpty()).map(Integer::valueOf).toList();
  }

  /**
   * The SQL condition that a column holds exactly a value, to which each of its parameters is set.
   *
   * @param column the column of the field, or an expression for it
   */
  default String equal(Field field, String column) {
    return column + " = ?";
  }

  /** Whether the product itself checks a condition of a list. */
  default boolean checks(Condition condition) {
    return true;
  }

  /**
   * The SQL expression of the words in the texts of some fields, as they are indexed.
   *
   * @see #checks
   */
  String words(List<Field> texts);

  /**
   * Whether a condition chooses so few rows that these are found before they are sorted: by itself,
   * the product would read the rows in their order until it has found enough.
   */
  default boolean chooses(Condition condition) {
    return false;
  }

  /** The SQL condition that the whole numbers of a field contain the one that is its parameter. */
  String contains(Field integers);

  /**
   * The SQL expressions that group rows by exactly equal values.
   *
   * @param column the column of the field, or an expression for it
   */
  default String group(Field field, String column) {
    return column;
  }

  /** The SQL expression that sorts rows by a field. */
  String sortExpression(Field field);

  /** Whether an index in ascending order serves a list in descending order as well. */
  default boolean readsIndexesBackwards() {
    return true;
  }

  /**
   * Whether pages near the end of a list are read from there: an index serves both directions, and
   * a snapshot shows the number of rows and the rows at the same point in time, without blocking
   * writers.
   */
  default boolean readsFromEnd() {
    return readsIndexesBackwards();
  }

  /**
   * Whether a page is read faster if its keys are found first, and then the rows with these keys:
   * what is sorted or skipped is narrow, and often all of it is in an index.
   */
  default boolean findsKeysFirst(long offset) {
    return false;
  }

  /** Whether the row after another one can be found among the rows of a query. */
  default boolean hasWindows() {
    return false;
  }

  /** Whether it groups many rows faster than the service, which has to read them. */
  default boolean groupsFast() {
    return true;
  }

  /** Whether writers wait while an index is created. */
  default boolean indexingBlocksWriters() {
    return false;
  }

  /**
   * Creates an index outside any transaction, without blocking writers if the product can.
   *
   * @return false when it exists already, or another server is creating it
   */
  boolean makeIndex(Connection connection, ListIndex index) throws SQLException;

  /** The statement that blocks other transactions from writing to a table until this one ends. */
  String lock(Table table);

  /** Sets the author of the changes, until the transaction ends. */
  void setCurrentAuthor(Connection connection, Author author) throws SQLException;

  /**
   * Turns the database's own history of all records on or off, and prepares it for the next months.
   *
   * @return false when it has none, so that the service has to write it
   */
  boolean keepHistory(Connection connection, boolean on) throws SQLException;

  /** Token buckets stored in the database; empty if only one server can open it anyway. */
  Optional<ProxyManager<String>> buckets(DataSource dataSource);

  /**
   * Claims a name until the transaction ends, and finds out whether a row has it. On a database
   * that only one server can open at a time, it never is {@link Claim#TAKEN}.
   *
   * @param query for the row; its parameter is the name. It sees what the last transaction that
   *     held the name has committed.
   */
  Claim claim(Connection connection, String name, String query) throws SQLException;

  /** The statement that adds a row of a table, if no row has its key yet. */
  default String insertOnce(Table table) {
    String values = String.join(", ", nCopies(table.fields().size(), "?"));
    return table.fields().stream()
        .map(Field::column)
        .collect(joining(", ", "INSERT INTO " + table.name() + " (", ") VALUES (" + values + ")"));
  }

  /**
   * The statement that removes who has seen records before a date-time, its parameter; of what is
   * stored in parts, only whole ones.
   */
  default String removeReads() {
    return "DELETE FROM record_reads WHERE read_at < ?";
  }

  /** The statement that sets a savepoint. */
  String savepoint(String name);
}
