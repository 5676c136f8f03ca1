package org.grievances.database.history;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.grievances.database.dialect.Change;
import org.grievances.database.dialect.Dialect;
import org.grievances.database.dialect.TableAccess;
import org.grievances.schema.Field;
import org.grievances.schema.Table;

/**
 * Reads the changes to the records of a table: the old rows in its table of history, with who
 * changed them from {@code record_changes}. The state after a change is the next old row, or else
 * the record itself.
 */
public final class History {
  private static final String CHANGES =
      " FROM ROWS_history kept JOIN record_changes made"
          + " ON made.change_id = kept.change_id AND made.changed = kept.changed WHERE KEY = ?";
  private static final String REAL_CHANGES = CHANGES + " AND made.change <> 'paused'";
  private static final String COUNT = "SELECT COUNT(*)" + REAL_CHANGES;
  private static final String NEWEST = "SELECT MAX(change_id) FROM ROWS_history WHERE KEY = ?";
  private static final String PAGE =
      "SELECT kept.change_id"
          + REAL_CHANGES
          + " ORDER BY kept.change_id DESC OFFSET ? ROWS FETCH NEXT ? ROWS ONLY";
  private static final String STATES =
      "SELECT made.change, made.changed, made.changed_by, made.client, made.activity_id,"
          + " kept.change_id, COLUMNS"
          + CHANGES
          + " AND kept.change_id >= ? ORDER BY kept.change_id FETCH FIRST ? ROWS ONLY";
  private static final String FORMER_DATES =
      "SELECT KEY, MAX(update_date) FROM ROWS_history WHERE KEYS GROUP BY KEY";
  private static final int FIRST_COLUMN = 7;

  private final TableAccess rows;
  private final Dialect dialect;
  private final Table table;

  /** The state of a record before a change. */
  private record State(long id, Change change, HistoryEntry.Origin origin, Object[] row) {

    /** The row that a creation leaves has a key only. */
    Object[] values() {
      return change == Change.CREATED ? null : row;
    }

    /** An update without a following state has changed the key. */
    HistoryEntry leading(Object[] after) {
      Change seen = change == Change.UPDATED && after == null ? Change.DELETED : change;
      return new HistoryEntry(seen, origin, values(), after);
    }
  }

  public History(TableAccess rows) {
    this.rows = rows;
    this.dialect = rows.dialect();
    this.table = rows.table();
  }

  /**
   * The latest {@code update_Date} that each of some records had before its present one; records
   * without an earlier state are left out.
   */
  public Map<Object, LocalDateTime> formerDates(List<Object> keys) throws SQLException {
    Field key = table.keyField();
    Map<Object, LocalDateTime> dates = new HashMap<>();
    for (List<Object> some : rows.keyLists(keys)) {
      String sql = FORMER_DATES.replace("KEYS", rows.isIn(some.size()));
      try (PreparedStatement statement = prepare(sql + dialect.withoutWaiting())) {
        rows.bindKeys(statement, 1, some);
        try (ResultSet result = statement.executeQuery()) {
          while (result.next()) {
            Object date = dialect.read(result, 2, table.updateDate());
            if (date != null) {
              dates.put(dialect.read(result, 1, key), (LocalDateTime) date);
            }
          }
        }
      }
    }
    return dates;
  }

  /** Counts the changes to a record. */
  public long count(Object key) throws SQLException {
    return ask(COUNT, key).orElseThrow();
  }

  /**
   * The changes to a record, the latest first, starting at an offset. Reads again if the record was
   * changed meanwhile: it would not fit its last change.
   */
  public List<HistoryEntry> read(Object key, long offset, int limit) throws SQLException {
    while (true) {
      Optional<Long> newest = ask(NEWEST, key);
      List<Long> page = page(key, offset, limit);
      if (page.isEmpty()) {
        return List.of();
      }
      List<HistoryEntry> changes = entries(page, states(key, page), rows.find(key));
      if (ask(NEWEST, key).equals(newest)) {
        return changes;
      }
    }
  }

  /** The state of a record before it was deleted; empty if that is not its last change. */
  public Optional<Object[]> beforeDeletion(Object key) throws SQLException {
    return read(key, 0, 1).stream()
        .filter(entry -> entry.change() == Change.DELETED)
        .findFirst()
        .map(HistoryEntry::before);
  }

  /** The IDs of the changes on a page, the latest first. */
  private List<Long> page(Object key, long offset, int limit) throws SQLException {
    List<Long> ids = new ArrayList<>();
    try (PreparedStatement statement = prepare(PAGE, key)) {
      statement.setLong(2, offset);
      statement.setInt(3, limit);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          ids.add(result.getLong(1));
        }
      }
    }
    return ids;
  }

  /**
   * The states from the oldest change of a page to the one after its latest, the latest first.
   * There can be a pause between any two changes.
   */
  private List<State> states(Object key, List<Long> page) throws SQLException {
    List<State> states = new ArrayList<>();
    try (PreparedStatement statement = prepare(STATES, key)) {
      statement.setLong(2, page.get(page.size() - 1));
      statement.setInt(3, 2 * page.size() + 1);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          states.add(state(result));
        }
      }
    }
    Collections.reverse(states);
    return states;
  }

  private State state(ResultSet result) throws SQLException {
    return new State(
        result.getLong(6),
        Change.of(result.getString(1)),
        HistoryEntry.Origin.of(result, 2),
        rows.row(result, FIRST_COLUMN));
  }

  private static List<HistoryEntry> entries(
      List<Long> page, List<State> states, Optional<Object[]> record) {
    List<HistoryEntry> entries = new ArrayList<>();
    Object[] after = record.orElse(null);
    for (State state : states) {
      if (state.change() != Change.PAUSED && state.id() <= page.get(0)) {
        entries.add(state.leading(after));
      }
      after = state.values();
    }
    return entries;
  }

  private Optional<Long> ask(String question, Object key) throws SQLException {
    try (PreparedStatement statement = prepare(question, key);
        ResultSet result = statement.executeQuery()) {
      result.next();
      return Optional.ofNullable(result.getObject(1))
          .map(Number.class::cast)
          .map(Number::longValue);
    }
  }

  private PreparedStatement prepare(String sql, Object key) throws SQLException {
    PreparedStatement statement = prepare(sql);
    dialect.bind(statement, 1, table.keyField(), key);
    return statement;
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    return rows.connection()
        .prepareStatement(
            sql.replace("ROWS_", table.name() + "_")
                .replace("KEY", table.keyField().column())
                .replace("COLUMNS", rows.columns("kept")));
  }
}
