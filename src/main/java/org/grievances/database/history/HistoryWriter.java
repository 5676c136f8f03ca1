package org.grievances.database.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.grievances.database.dialect.Dialect;
import org.grievances.database.dialect.RowStatements;
import org.grievances.schema.AuditStamp;
import org.grievances.schema.Author;
import org.grievances.schema.Table;

/**
 * Adds the changes to the records of a table to their history, in the transaction that makes them,
 * for databases without triggers that do.
 */
public final class HistoryWriter {
  private static final String CHANGE =
      "INSERT INTO record_changes (changed, table_name, change, changed_by, client, activity_id)"
          + " VALUES (?, ?, ?, ?, ?, ?)";

  /** The tables of history have the same columns as those of the records, after the first two. */
  private static final String OLD_ROWS =
      "INSERT INTO ROWS_history SELECT CAST(? AS BIGINT), CAST(? AS TIMESTAMP), ROWS.*";

  private static final String KEYS =
      "INSERT INTO ROWS_history (change_id, changed, KEY)"
          + " SELECT CAST(? AS BIGINT), CAST(? AS TIMESTAMP), ROWS.KEY";

  /** A state is kept once, however often the history is turned off before the next change. */
  private static final String STATES =
      "INSERT INTO ROWS_history SELECT CAST(? AS BIGINT), CAST(? AS TIMESTAMP), ROWS.*"
          + " FROM ROWS, (SELECT KEY, MAX(change_id) FROM ROWS_history GROUP BY KEY) newest (KEY, id),"
          + " record_changes made"
          + " WHERE ROWS.KEY = newest.KEY AND made.change_id = newest.id AND made.change <> 'paused'";

  private static final String LATEST =
      "SELECT change FROM record_changes ORDER BY change_id DESC FETCH FIRST ROW ONLY";

  private final Connection connection;
  private final Dialect dialect;
  private final Table table;
  private final RowStatements statements;
  private final AuditStamp stamp;

  public HistoryWriter(
      Connection connection,
      Dialect dialect,
      Table table,
      RowStatements statements,
      Author author) {
    this.connection = connection;
    this.dialect = dialect;
    this.table = table;
    this.statements = statements;
    this.stamp = AuditStamp.now(author);
  }

  /**
   * Locks the records with some keys, which are about to be updated, and keeps their rows.
   *
   * @param keys in ascending order
   */
  public void keepOld(List<Object> keys) throws SQLException {
    Set<Object> existing = dialect.lockKeys(connection, table, statements, keys);
    keepLocked(keys.stream().filter(existing::contains).toList(), Change.UPDATED);
  }

  /** Keeps the rows of records that are locked. */
  public void keepLocked(List<Object> keys, Change change) throws SQLException {
    keep(OLD_ROWS, keys, change);
  }

  /** Keeps the keys of records that were created. */
  public void keepNew(List<Object> keys) throws SQLException {
    keep(KEYS, keys, Change.CREATED);
  }

  /**
   * Keeps the states of the records with a history, before it is turned off: they are the states
   * after the last changes, and later changes are unknown.
   */
  public void pause() throws SQLException {
    try (PreparedStatement statement = prepare(STATES, add(Change.PAUSED))) {
      statement.executeUpdate();
    }
  }

  /**
   * Whether nothing was added since the history was turned off, or since the database was created.
   */
  public static boolean isPaused(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LATEST);
        ResultSet latest = statement.executeQuery()) {
      return !latest.next() || Change.of(latest.getString(1)) == Change.PAUSED;
    }
  }

  private void keep(String insert, List<Object> keys, Change change) throws SQLException {
    if (keys.isEmpty()) {
      return;
    }
    long id = add(change);
    for (List<Object> some : dialect.keyLists(keys)) {
      String sql = insert + dialect.rowsWithKeys(table, some.size());
      try (PreparedStatement statement = prepare(sql, id)) {
        dialect.bindKeys(statement, 3, table.keyField(), some);
        statement.executeUpdate();
      }
    }
  }

  /** Sets the first two parameters, which are the change and its time. */
  private PreparedStatement prepare(String insert, long change) throws SQLException {
    String sql = insert.replace("ROWS", table.name()).replace("KEY", table.keyField().column());
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setLong(1, change);
    statement.setTimestamp(2, Timestamp.valueOf(stamp.date()));
    return statement;
  }

  private long add(Change change) throws SQLException {
    Author author = stamp.author();
    try (PreparedStatement statement =
        connection.prepareStatement(CHANGE, Statement.RETURN_GENERATED_KEYS)) {
      statement.setTimestamp(1, Timestamp.valueOf(stamp.date()));
      statement.setString(2, table.name());
      statement.setString(3, change.text());
      statement.setString(4, author.user());
      statement.setString(5, author.client());
      statement.setString(6, Objects.toString(author.activity(), null));
      statement.executeUpdate();
      try (ResultSet id = statement.getGeneratedKeys()) {
        id.next();
        return id.getLong(1);
      }
    }
  }
}
