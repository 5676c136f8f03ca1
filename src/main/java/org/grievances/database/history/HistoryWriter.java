package org.grievances.database.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.List;
import java.util.Objects;
import org.grievances.database.dialect.Change;
import org.grievances.database.dialect.HistoryRecorder;
import org.grievances.database.dialect.TableAccess;
import org.grievances.schema.AuditStamp;
import org.grievances.schema.Author;
import org.grievances.schema.Table;

/**
 * Adds the changes to the records of a table to their history, in the transaction that makes them,
 * for databases without triggers that do.
 */
public final class HistoryWriter implements HistoryRecorder {
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

  private final Author author;
  private final OpenChanges.Transaction transaction;

  /** The number and the time of a change. */
  private record Header(long id, Timestamp changed) {}

  /**
   * @param transaction that makes the changes
   */
  public HistoryWriter(Author author, OpenChanges.Transaction transaction) {
    this.author = author;
    this.transaction = transaction;
  }

  /** Keeps the keys of rows that were created, and of others the whole rows. */
  @Override
  public void record(TableAccess rows, List<Object> keys, Change change) throws SQLException {
    if (keys.isEmpty()) {
      return;
    }
    Header header = add(rows, change);
    String insert = change == Change.CREATED ? KEYS : OLD_ROWS;
    for (List<Object> some : rows.keyLists(keys)) {
      String sql = insert + rows.rowsWithKeys(some.size());
      try (PreparedStatement statement = prepare(rows, sql, header)) {
        rows.bindKeys(statement, 3, some);
        statement.executeUpdate();
      }
    }
  }

  /**
   * Keeps the states of the records with a history, before it is turned off: they are the states
   * after the last changes, and later changes are unknown.
   */
  public void pause(TableAccess rows) throws SQLException {
    try (PreparedStatement statement = prepare(rows, STATES, add(rows, Change.PAUSED))) {
      statement.executeUpdate();
    }
  }

  /** Begins the history again after it was turned off. */
  public void begin(TableAccess rows) throws SQLException {
    add(rows, Change.BEGAN);
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

  /** Sets the first two parameters, which are the change and its time. */
  private static PreparedStatement prepare(TableAccess rows, String insert, Header header)
      throws SQLException {
    Table table = rows.table();
    String sql = insert.replace("ROWS", table.name()).replace("KEY", table.keyField().column());
    PreparedStatement statement = rows.connection().prepareStatement(sql);
    statement.setLong(1, header.id());
    statement.setTimestamp(2, header.changed());
    return statement;
  }

  private Header add(TableAccess rows, Change change) throws SQLException {
    Timestamp changed = Timestamp.valueOf(AuditStamp.now(author).date());
    transaction.begin();
    try (PreparedStatement statement =
        rows.connection().prepareStatement(CHANGE, Statement.RETURN_GENERATED_KEYS)) {
      statement.setTimestamp(1, changed);
      statement.setString(2, rows.table().name());
      statement.setString(3, change.text());
      statement.setString(4, author.user());
      statement.setString(5, author.client());
      statement.setString(6, Objects.toString(author.activity(), null));
      statement.executeUpdate();
      try (ResultSet id = statement.getGeneratedKeys()) {
        id.next();
        transaction.added(id.getLong(1));
        return new Header(id.getLong(1), changed);
      }
    }
  }
}
