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
import javax.sql.DataSource;
import org.grievances.schema.Author;
import org.grievances.schema.Codes;
import org.grievances.schema.Field;
import org.grievances.schema.Table;

/** What differs between the database products; there is one of these for each that is tested. */
public sealed interface Dialect permits DerbyDialect, PostgreSqlDialect {

  static Dialect of(DatabaseMetaData metaData) throws SQLException {
    String name = metaData.getDatabaseProductName();
    return switch (name) {
      case "Apache Derby" -> new DerbyDialect();
      case "PostgreSQL" -> new PostgreSqlDialect();
      default -> throw new UnsupportedProductException(name);
    };
  }

  /** The folder of its migrations, below {@code db/migration}. */
  String folder();

  /** The name of EclipseLink's platform for it, set so that no connection is needed to find out. */
  String platform();

  /**
   * Puts rows into a table: creates those whose key is new, completed by the codes, and replaces
   * the others.
   *
   * @param statements those of the table
   * @param rows in ascending order of their keys, no key twice
   * @return for each row, whether it was created
   */
  boolean[] put(
      Connection connection,
      Table table,
      RowStatements statements,
      List<Object[]> rows,
      Codes codes)
      throws SQLException;

  /**
   * The rows with these keys that there are, by their keys; no other transaction changes them until
   * this one ends.
   *
   * @param keys in ascending order
   */
  Map<Object, Object[]> lockRows(
      Connection connection, Table table, RowStatements statements, List<Object> keys)
      throws SQLException;

  /**
   * Deletes rows from a table.
   *
   * @param statements those of the table
   * @param rows in ascending order of their keys, of which alone they are made
   * @return for each row, whether it was there
   */
  boolean[] delete(
      Connection connection, Table table, RowStatements statements, List<Object[]> rows)
      throws SQLException;

  /** How many rows a table has. */
  long count(Connection connection, Table table) throws SQLException;

  /** Sets a parameter to a value of a field. */
  void bind(PreparedStatement statement, int parameter, Field field, Object value)
      throws SQLException;

  /** Reads a column as a value of a field. */
  Object read(ResultSet result, int column, Field field) throws SQLException;

  /** What rows are sorted by, for a field. */
  String sortTerm(Field field);

  /**
   * Makes an index without keeping writers waiting, outside any transaction.
   *
   * @return false when there is one, or another server makes it
   */
  boolean makeIndex(Connection connection, SortIndex index) throws SQLException;

  /** The statement that lets no other transaction write to a table until this one ends. */
  String lock(Table table);

  /**
   * Lets the transaction write to a table as an author: takes the lock that a writer needs, which
   * {@link #lock} of another transaction waits for.
   *
   * @return the codes that the table's records may hold, none of which is taken away before the
   *     transaction ends
   */
  Codes beginWriting(Connection connection, Table table, Author author) throws SQLException;

  /** Tells the database who writes, for as long as the transaction lasts. */
  void sign(Connection connection, Author author) throws SQLException;

  /**
   * Turns the database's own history of all records on or off.
   *
   * @return false when it has none, so that it is to be written by the service
   */
  boolean keepHistory(Connection connection, boolean on) throws SQLException;

  /** Token buckets that stand in the database; empty when only one server can open it anyway. */
  Optional<ProxyManager<String>> buckets(DataSource dataSource);

  /**
   * Claims a name until the transaction ends; false while another has it. What only one server can
   * open at a time claims nothing.
   */
  boolean claim(Connection connection, String name) throws SQLException;

  /** The query for the next value of a sequence. */
  String nextValue(String sequence);

  /** Lets no other transaction make a sequence go on past a number until this one ends. */
  void holdSequence(Connection connection, String sequence) throws SQLException;

  /** Makes a sequence that is held go on past a number, unless it is past it already. */
  void advance(Connection connection, String sequence, long past) throws SQLException;

  /** The query for the greatest key of a table, which waits for nobody who writes. */
  String greatestKey(Table table);

  /** The statement that sets a savepoint. */
  String savepoint(String name);
}
