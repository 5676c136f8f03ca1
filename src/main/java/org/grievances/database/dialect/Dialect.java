package org.grievances.database.dialect;

import io.github.bucket4j.distributed.proxy.ProxyManager;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.grievances.schema.Author;
import org.grievances.schema.Codes;
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

  /**
   * Puts rows into a table: inserts those whose key is new, completed with default codes, and
   * replaces the others.
   *
   * @param statements those of the table
   * @param rows in ascending order of their keys, without duplicate keys
   * @param keeper keeps the rows that are replaced; empty if no history is kept
   * @return for each row, whether it was created
   */
  boolean[] put(
      Connection connection,
      Table table,
      RowStatements statements,
      List<Object[]> rows,
      Codes codes,
      Optional<Keeper> keeper)
      throws SQLException;

  /** Keeps locked rows before they are replaced or deleted. */
  @FunctionalInterface
  interface Keeper {
    /**
     * @param keys of the rows, in ascending order
     */
    void keep(List<Object> keys) throws SQLException;
  }

  /**
   * Locks the existing rows with these keys and returns them by key; no other transaction can
   * change them until this one ends.
   *
   * @param keys in ascending order
   */
  Map<Object, Object[]> lockRows(
      Connection connection, Table table, RowStatements statements, List<Object> keys)
      throws SQLException;

  /**
   * Locks the existing rows with these keys and returns their keys.
   *
   * @param keys in ascending order
   */
  default Set<Object> lockKeys(
      Connection connection, Table table, RowStatements statements, List<Object> keys)
      throws SQLException {
    return lockRows(connection, table, statements, keys).keySet();
  }

  /** Splits keys into lists, each for one statement. */
  List<List<Object>> keyLists(List<Object> keys);

  /**
   * The FROM and WHERE that select the rows of a table with the keys of a list, by the index of the
   * keys.
   */
  String rowsWithKeys(Table table, int keys);

  /** The condition that a row has one of the keys of a list. */
  String isIn(Field key, int keys);

  /** Sets the parameters of {@link #rowsWithKeys} or {@link #isIn}, from the given one on. */
  void bindKeys(PreparedStatement statement, int parameter, Field key, List<Object> keys)
      throws SQLException;

  /**
   * Deletes rows from a table.
   *
   * @param statements those of the table
   * @param rows in ascending order of their keys; they consist of their keys only
   * @param keeper keeps the rows that are deleted; empty if no history is kept
   * @return for each row, whether it existed
   */
  boolean[] delete(
      Connection connection,
      Table table,
      RowStatements statements,
      List<Object[]> rows,
      Optional<Keeper> keeper)
      throws SQLException;

  /** Whether it knows how many rows a table has without counting them. */
  boolean knowsCount();

  /** How many rows a table has. */
  long count(Connection connection, Table table) throws SQLException;

  /**
   * Adds to the row count of a table, if only the service keeps it.
   *
   * @param change not zero
   */
  default void addToCount(Connection connection, Table table, long change) throws SQLException {}

  /**
   * The query for how many rows a table has, how many bytes the database takes, and whether it
   * writes the history of records itself now. Runs in constant time, except on Derby.
   */
  String size(Table table);

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

  /** The end of a query that does not wait for writers, though it may read uncommitted rows. */
  String withoutWaiting();

  /** Sets a parameter to a value of a field. */
  void bind(PreparedStatement statement, int parameter, Field field, Object value)
      throws SQLException;

  /** Reads a column as a value of a field. */
  Object read(ResultSet result, int column, Field field) throws SQLException;

  /**
   * The SQL condition that a column holds exactly a value, to which each of its parameters is set.
   *
   * @param column the column of the field, or an expression for it
   */
  default String equal(Field field, String column) {
    return column + " = ?";
  }

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
   * Whether a page is read faster if its keys are found first, and then the rows with these keys:
   * what is sorted or skipped is narrow, and often all of it is in an index.
   */
  default boolean findsKeysFirst(long offset) {
    return false;
  }

  /**
   * Creates an index without blocking writers, outside any transaction.
   *
   * @return false when it exists already, or another server is creating it
   */
  boolean makeIndex(Connection connection, SortIndex index) throws SQLException;

  /** The statement that blocks other transactions from writing to a table until this one ends. */
  String lock(Table table);

  /**
   * Begins writing to a table as an author: takes the lock that a writer needs, which {@link #lock}
   * in another transaction waits for.
   *
   * @return the codes that the table's records may hold, none of which can be deleted before the
   *     transaction ends
   */
  Codes beginWriting(Connection connection, Table table, Author author) throws SQLException;

  /** Sets the author of the changes, until the transaction ends. */
  void sign(Connection connection, Author author) throws SQLException;

  /**
   * Turns the database's own history of all records on or off, and prepares it for the next months.
   *
   * @return false when it has none, so that the service has to write it
   */
  boolean keepHistory(Connection connection, boolean on) throws SQLException;

  /** Whether the database writes the history of a table's records itself now. */
  boolean writesHistory(Connection connection, Table table) throws SQLException;

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

  /** The query for the next value of a sequence. */
  String nextValue(String sequence);

  /** Blocks other transactions from advancing a sequence until this one ends. */
  void holdSequence(Connection connection, String sequence) throws SQLException;

  /** Advances a held sequence past a number, unless it is already past it. */
  void advance(Connection connection, String sequence, long past) throws SQLException;

  /**
   * The query for the lowest free key above one that is in use, which is at least its parameter; no
   * row when there is none.
   */
  default String freeKeyAfter(Table table) {
    return """
        SELECT used.KEY + 1 FROM ROWS used
        WHERE used.KEY >= ? AND used.KEY < 2147483647
          AND NOT EXISTS (SELECT 1 FROM ROWS following WHERE following.KEY = used.KEY + 1)
        ORDER BY used.KEY FETCH FIRST ROW ONLY"""
        .replace("KEY", table.keyField().column())
        .replace("ROWS", table.name());
  }

  /** The query for the greatest key of a table, which does not wait for writers. */
  String greatestKey(Table table);

  /** The statement that sets a savepoint. */
  String savepoint(String name);
}
