package org.grievances.database.history;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import org.grievances.database.dialect.Change;
import org.grievances.database.dialect.Dialect;
import org.grievances.database.dialect.TableAccess;
import org.grievances.schema.Table;

/**
 * Reads from the history what records were before one request changed them, and whether anything
 * else has changed them since.
 */
public final class FormerStates {
  /**
   * For each record, the numbers of the request's first and last change, of the last by whoever
   * asks, and of the latest.
   */
  private static final String SPANS =
      "SELECT KEY, MIN(CASE WHEN made.activity_id = ? THEN kept.change_id END),"
          + " MAX(CASE WHEN made.activity_id = ? THEN kept.change_id END),"
          + " MAX(CASE WHEN made.activity_id = ? THEN kept.change_id END), MAX(kept.change_id)"
          + " CHANGES AND kept.changed >= ? AND KEYS GROUP BY KEY";

  private static final String STATES =
      "SELECT kept.change_id, made.change, COLUMNS CHANGES AND kept.changed >= ?"
          + " AND kept.change_id >= ? AND kept.change_id <= ? AND KEYS";

  private static final String OLDEST =
      "SELECT changed FROM record_changes ORDER BY change_id FETCH FIRST ROW ONLY";

  /** How far the clocks of servers and databases may be apart. */
  private static final Duration MAX_CLOCK_DIFFERENCE = Duration.ofDays(1);

  private final TableAccess rows;
  private final Dialect dialect;
  private final Table table;

  /** Who made the latest change of a record. */
  public enum Latest {
    REQUEST,
    /** Whoever asks for its state before the request. */
    ASKER,
    /** Others, or nobody knows who, since no history was kept for a time. */
    OTHERS
  }

  /**
   * A record before the request changed it.
   *
   * @param values null if the request created it
   */
  public record FormerState(Object[] values, Latest latest) {}

  private record Span(long first, Latest latest) {}

  public FormerStates(TableAccess rows) {
    this.rows = rows;
    this.dialect = rows.dialect();
    this.table = rows.table();
  }

  /**
   * The states of records before a request, by key. Records are left out that it did not change, as
   * far as the history tells.
   *
   * @param keys of records that are locked, as far as they exist
   * @param activity the id of the request
   * @param asker the id of the request that asks
   * @param received when the first was received, in UTC
   */
  public Map<Object, FormerState> read(
      List<Object> keys, String activity, String asker, LocalDateTime received)
      throws SQLException {
    Map<Object, FormerState> states = new HashMap<>();
    LocalDateTime since = received.minus(MAX_CLOCK_DIFFERENCE);
    for (List<Object> some : rows.keyLists(keys)) {
      Map<Object, Span> spans = spans(some, activity, asker, since);
      if (!spans.isEmpty()) {
        addStates(some, since, spans, states);
      }
    }
    return states;
  }

  /** Whether no change at or after a time was taken out of the history. */
  public boolean reachBackTo(LocalDateTime time) throws SQLException {
    try (PreparedStatement statement =
            rows.connection().prepareStatement(OLDEST + dialect.withoutWaiting());
        ResultSet result = statement.executeQuery()) {
      return result.next()
          && !((LocalDateTime) dialect.read(result, 1, table.updateDate())).isAfter(time);
    }
  }

  private Map<Object, Span> spans(
      List<Object> keys, String activity, String asker, LocalDateTime since) throws SQLException {
    Map<Object, Span> spans = new HashMap<>();
    try (PreparedStatement statement = prepare(SPANS, keys)) {
      statement.setString(1, activity);
      statement.setString(2, activity);
      statement.setString(3, asker);
      dialect.bind(statement, 4, table.updateDate(), since);
      rows.bindKeys(statement, 5, keys);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          long first = result.getLong(2);
          if (!result.wasNull()) {
            Object key = dialect.read(result, 1, table.keyField());
            spans.put(key, new Span(first, latest(result)));
          }
        }
      }
    }
    return spans;
  }

  private static Latest latest(ResultSet span) throws SQLException {
    long latest = span.getLong(5);
    if (latest == span.getLong(3)) {
      return Latest.REQUEST;
    }
    return latest == span.getLong(4) ? Latest.ASKER : Latest.OTHERS;
  }

  private void addStates(
      List<Object> keys,
      LocalDateTime since,
      Map<Object, Span> spans,
      Map<Object, FormerState> states)
      throws SQLException {
    LongSummaryStatistics first =
        spans.values().stream().mapToLong(Span::first).summaryStatistics();
    try (PreparedStatement statement = prepare(STATES, keys)) {
      dialect.bind(statement, 1, table.updateDate(), since);
      statement.setLong(2, first.getMin());
      statement.setLong(3, first.getMax());
      rows.bindKeys(statement, 4, keys);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          Object[] row = rows.row(result, 3);
          Span span = spans.get(table.key(row));
          if (span != null && span.first() == result.getLong(1)) {
            boolean isCreated = Change.of(result.getString(2)) == Change.CREATED;
            states.put(table.key(row), new FormerState(isCreated ? null : row, span.latest()));
          }
        }
      }
    }
  }

  private PreparedStatement prepare(String sql, List<Object> keys) throws SQLException {
    String ofTable =
        sql.replace("CHANGES", dialect.changesByKey(table))
            .replace("KEYS", rows.isIn(keys.size()))
            .replace("KEY", table.keyField().column())
            .replace("COLUMNS", rows.columns("kept"));
    return rows.connection().prepareStatement(ofTable + dialect.withoutWaiting());
  }
}
