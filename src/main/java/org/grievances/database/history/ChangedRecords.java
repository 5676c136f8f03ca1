package org.grievances.database.history;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.grievances.database.dialect.Change;
import org.grievances.database.dialect.Dialect;
import org.grievances.database.dialect.TableAccess;
import org.grievances.schema.Field;
import org.grievances.scope.Scope;

/**
 * The records of some changes that follow each other, with their states after these changes. A
 * state is the next old row of the record, or else the record itself, which is read before it is
 * asked again for a next old row. What is read of changes that are not committed is only the old
 * row, which is a committed state.
 */
final class ChangedRecords {
  /** The changes after one, up to another. */
  private static final String LATER = "kept.change_id > ? AND kept.change_id <= ?";

  /** The records of one change with a key above another. */
  private static final String REST = "kept.change_id = ? AND kept.KEY > ?";

  /** Some records with the old rows that follow; {@code PAGE} finds these. */
  private static final String STATES =
      """
      SELECT page.change_id, page.record, page.following, made.change, COLUMNS
      FROM (PAGE) page
      LEFT JOIN ROWS_history later ON later.KEY = page.record AND later.change_id = page.following
      LEFT JOIN record_changes made ON made.change_id = page.following
      ORDER BY page.change_id, page.record""";

  /**
   * For Derby, which would sometimes find the later changes by a hash of all, and take any of these
   * for the lowest one: it stops at the first row as if it read an index.
   */
  private static final String PAGE =
      """
      SELECT kept.change_id, kept.KEY AS record,
        (SELECT MIN(later.change_id) FROM ROWS_history later
          --DERBY-PROPERTIES index=ROWS_history_of, joinStrategy=NESTEDLOOP
          WHERE later.KEY = kept.KEY AND later.change_id > kept.change_id) AS following
      FROM ROWS_history kept WHERE WHICH
      ORDER BY kept.change_id, kept.KEY FETCH FIRST LIMIT ROWS ONLY""";

  /**
   * Looks for the next change of a record among those of the page first: a record that is changed
   * again and again may have very many later ones. The offset keeps what is found from being
   * computed for each join.
   */
  private static final String PAGE_BY_WINDOW =
      """
      SELECT change_id, record, COALESCE(inside,
        (SELECT MIN(later.change_id) FROM ROWS_history later
          WHERE later.KEY = record AND later.change_id > linked.change_id)) AS following
      FROM (SELECT change_id, record,
          LEAD(change_id) OVER (PARTITION BY record ORDER BY change_id) AS inside
        FROM (SELECT kept.change_id, kept.KEY AS record FROM ROWS_history kept WHERE WHICH
          ORDER BY kept.change_id, kept.KEY FETCH FIRST LIMIT ROWS ONLY) cut) linked OFFSET 0""";

  private static final String FOLLOWING =
      "SELECT KEY, MIN(change_id) FROM ROWS_history WHERE change_id >= ? AND KEYS GROUP BY KEY";
  private static final String STATE =
      "SELECT made.change, COLUMNS FROM ROWS_history later JOIN record_changes made"
          + " ON made.change_id = later.change_id WHERE later.change_id = ? AND later.KEY = ?";

  private final TableAccess rows;
  private final Dialect dialect;
  private final Field key;
  private final int limit;
  private final List<Record> records = new ArrayList<>();

  /** The records without a next old row that are not read yet. */
  private final Set<Object> current = new LinkedHashSet<>();

  private final Map<Object, Object[]> states = new HashMap<>();

  /**
   * A record of a change.
   *
   * @param state after it, if it is known from the next old row
   */
  private record Record(long change, Object key, boolean isKnown, Object[] state) {}

  /** Thrown if a transaction was rolled back while its changes were read. */
  private static final class RolledBackException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  private ChangedRecords(TableAccess rows, int limit) {
    this.rows = rows;
    this.dialect = rows.dialect();
    this.key = rows.table().keyField();
    this.limit = limit;
  }

  /**
   * Reads the records after a place, up to all of a change.
   *
   * @param limit the maximum number of records
   */
  static ChangedRecords read(
      TableAccess rows, ChangePlace after, long last, int limit, ChangesEnd end)
      throws SQLException {
    while (true) {
      try {
        ChangedRecords records = new ChangedRecords(rows, limit);
        records.read(after, last);
        records.readCurrent(end);
        return records;
      } catch (RolledBackException e) {
        continue;
      }
    }
  }

  private void read(ChangePlace after, long last) throws SQLException, RolledBackException {
    if (!after.isAfterChange()) {
      read(REST, after.change(), after.key());
    }
    if (!isFull()) {
      read(LATER, after.change(), last);
    }
  }

  private boolean isFull() {
    return records.size() == limit;
  }

  /** Whether these are all records up to the last change. */
  boolean areAll() {
    return !isFull();
  }

  private void read(String which, long first, long second)
      throws SQLException, RolledBackException {
    String limited = Integer.toString(limit - records.size());
    String page = dialect.hasWindows() ? PAGE_BY_WINDOW : PAGE;
    String sql = STATES.replace("PAGE", page).replace("WHICH", which).replace("LIMIT", limited);
    try (PreparedStatement statement = prepare(sql)) {
      statement.setLong(1, first);
      statement.setLong(2, second);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          add(result);
        }
      }
    }
  }

  private void add(ResultSet result) throws SQLException, RolledBackException {
    long change = result.getLong(1);
    Object record = dialect.read(result, 2, key);
    result.getLong(3);
    if (result.wasNull()) {
      current.add(record);
      records.add(new Record(change, record, false, null));
    } else {
      records.add(new Record(change, record, true, state(result, 4)));
    }
  }

  /** The state before a change; null before a creation. */
  private Object[] state(ResultSet result, int column) throws SQLException, RolledBackException {
    String change = result.getString(column);
    if (change == null) {
      throw new RolledBackException();
    }
    if (Change.of(change) == Change.CREATED) {
      return null;
    }
    Object[] row = rows.row(result, column + 1);
    if (rows.table().key(row) == null) {
      throw new RolledBackException();
    }
    return row;
  }

  /**
   * Reads the records without a next old row. One that is added since has a number from the end on.
   */
  private void readCurrent(ChangesEnd end) throws SQLException, RolledBackException {
    if (current.isEmpty()) {
      return;
    }
    List<Object> keys = current.stream().sorted().toList();
    states.putAll(rows.readRows(keys));
    for (Map.Entry<Object, Long> changed : following(keys, end).entrySet()) {
      states.put(changed.getKey(), stateBefore(changed.getKey(), changed.getValue()));
    }
  }

  private Map<Object, Long> following(List<Object> keys, ChangesEnd end) throws SQLException {
    Map<Object, Long> following = new HashMap<>();
    for (List<Object> some : rows.keyLists(keys)) {
      String sql = FOLLOWING.replace("KEYS", rows.isIn(some.size()));
      try (PreparedStatement statement = prepare(sql)) {
        statement.setLong(1, end.end());
        rows.bindKeys(statement, 2, some);
        try (ResultSet result = statement.executeQuery()) {
          while (result.next()) {
            following.put(dialect.read(result, 1, key), result.getLong(2));
          }
        }
      }
    }
    return following;
  }

  private Object[] stateBefore(Object record, long change)
      throws SQLException, RolledBackException {
    try (PreparedStatement statement = prepare(STATE)) {
      statement.setLong(1, change);
      dialect.bind(statement, 2, key, record);
      try (ResultSet result = statement.executeQuery()) {
        if (!result.next()) {
          throw new RolledBackException();
        }
        return state(result, 1);
      }
    }
  }

  /**
   * Checks that each change has its records, and each record its change: both are taken out of the
   * history, one after the other.
   */
  void check(List<ChangeLog.Header> headers, ChangePlace after) throws LostChangesException {
    Set<Long> changes = new HashSet<>();
    records.forEach(record -> changes.add(record.change()));
    long end = areAll() ? Long.MAX_VALUE : last().change();
    for (ChangeLog.Header header : headers) {
      boolean isFound = changes.remove(header.id());
      boolean isWanted = header.hasRecords() && header.id() > after.change() && header.id() < end;
      if (isWanted && !isFound) {
        throw new LostChangesException(LostChangesException.Reason.ARCHIVED);
      }
    }
    if (!changes.isEmpty()) {
      throw new LostChangesException(LostChangesException.Reason.ARCHIVED);
    }
  }

  private Record last() {
    return records.get(records.size() - 1);
  }

  /** The place after the records, or after the last change if these are all. */
  ChangePlace next(List<ChangeLog.Header> headers) {
    if (areAll()) {
      ChangeLog.Header last = headers.get(headers.size() - 1);
      return ChangePlace.after(last.id(), last.time());
    }
    ChangeLog.Header last = byId(headers).get(last().change());
    return new ChangePlace(last.id(), ((Number) last().key()).intValue(), last.time(), 0);
  }

  private static Map<Long, ChangeLog.Header> byId(List<ChangeLog.Header> headers) {
    Map<Long, ChangeLog.Header> byId = new HashMap<>();
    headers.forEach(header -> byId.put(header.id(), header));
    return byId;
  }

  /** Those changes of the records that the caller may see. */
  List<RecordChange> changes(List<ChangeLog.Header> headers) throws SQLException {
    Map<Long, ChangeLog.Header> byId = byId(headers);
    List<RecordChange> changes = new ArrayList<>();
    for (Record record : records) {
      ChangeLog.Header header = byId.get(record.change());
      Object[] after = record.isKnown() ? record.state() : states.get(record.key());
      Change change = seen(header.change(), after);
      Optional<Object[]> shown = Optional.ofNullable(after).filter(this::isVisible);
      if (Scope.current().limitsRecords()) {
        change = visible(change, record, shown.isPresent());
      }
      if (change != null) {
        changes.add(new RecordChange(change, record.key(), header.origin(), shown.orElse(null)));
      }
    }
    return changes;
  }

  private boolean isVisible(Object[] row) {
    return Scope.current().includes(rows.table(), row);
  }

  /**
   * The change as a caller sees it who may not see all records: one that gets out of its sight is
   * deleted to it, and one that gets into it is created; null if it sees nothing.
   */
  private Change visible(Change change, Record record, boolean isAfter) throws SQLException {
    boolean isBefore = change != Change.CREATED && wasVisible(record);
    if (isAfter) {
      return isBefore || change == Change.CREATED ? change : Change.CREATED;
    }
    return isBefore ? Change.DELETED : null;
  }

  /** Whether the caller could see the old row that a change left. */
  private boolean wasVisible(Record record) throws SQLException {
    try (PreparedStatement statement = prepare(STATE)) {
      statement.setLong(1, record.change());
      dialect.bind(statement, 2, key, record.key());
      try (ResultSet result = statement.executeQuery()) {
        return result.next() && isVisible(rows.row(result, 2));
      }
    }
  }

  /** An update without a following state has changed the key. */
  private static Change seen(Change change, Object[] after) {
    return change == Change.UPDATED && after == null ? Change.DELETED : change;
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    return rows.connection()
        .prepareStatement(
            sql.replace("ROWS_", rows.table().name() + "_")
                    .replace("KEY", key.column())
                    .replace("COLUMNS", rows.columns("later"))
                + dialect.withoutWaiting());
  }
}
