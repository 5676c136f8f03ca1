package org.grievances.database.history;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.grievances.database.dialect.Change;
import org.grievances.database.dialect.Dialect;
import org.grievances.database.dialect.TableAccess;
import org.grievances.schema.Table;

/**
 * Reads the changes to all records of a table in the order of their numbers, which for each record
 * is that of the commits: the number is taken once the record is locked. Each statement sees all
 * that was committed before it, so that the end is found before the changes below it are read.
 */
public final class ChangeLog {
  private static final String HEADERS =
      "SELECT change_id, change, table_name, changed, changed_by, client, activity_id"
          + " FROM record_changes WHERE change_id >= ? AND change_id < ?"
          + " ORDER BY change_id FETCH FIRST LIMIT ROWS ONLY";
  private static final String OLDEST =
      "SELECT change_id, changed FROM record_changes ORDER BY change_id FETCH FIRST ROW ONLY";
  private static final String LAST_PAUSE =
      "SELECT MAX(change_id) FROM record_changes WHERE change = 'paused' AND table_name = ?";
  private static final String RESTORED = "SELECT restored FROM database_identity";
  private static final String GREATEST = "SELECT MAX(change_id) FROM record_changes";

  /** The number of the first row of {@code record_changes}, which is in every new database. */
  private static final long FIRST = 1;

  /** By how much the clocks of servers differ at most. */
  private static final Duration INACCURACY = Duration.ofHours(1);

  private static final Duration UNKNOWN_AGE = Duration.ofDays(1);

  private final TableAccess rows;
  private final Dialect dialect;
  private final Table table;
  private final OpenChanges open;

  /** The row of {@code record_changes} for a change of one table or another. */
  record Header(long id, Change change, boolean ofTable, HistoryEntry.Origin origin) {

    boolean isPause() {
      return ofTable && change == Change.PAUSED;
    }

    boolean hasRecords() {
      return ofTable && change != Change.PAUSED && change != Change.BEGAN;
    }

    Instant time() {
      return instant(origin.date());
    }
  }

  /** The oldest row of {@code record_changes}. */
  private record Oldest(long id, Instant changed) {

    boolean isFirst() {
      return id == FIRST;
    }
  }

  /**
   * @param open the transactions of this server, if it is the only one
   */
  public ChangeLog(TableAccess rows, OpenChanges open) {
    this.rows = rows;
    this.dialect = rows.dialect();
    this.table = rows.table();
    this.open = open;
  }

  private static Instant instant(LocalDateTime utc) {
    return utc.toInstant(ZoneOffset.UTC);
  }

  /** How far the changes can be read now. */
  public ChangesEnd end() throws SQLException {
    Optional<String> query = dialect.changesEnd();
    return query.isPresent() ? end(query.get()) : open.end(greatest());
  }

  private ChangesEnd end(String query) throws SQLException {
    Instant now = Instant.now();
    try (PreparedStatement statement = rows.connection().prepareStatement(query);
        ResultSet result = statement.executeQuery()) {
      result.next();
      double held = result.getDouble(3);
      boolean isKnown = !result.wasNull();
      return new ChangesEnd(
          result.getLong(1),
          result.getLong(2),
          now.minus(isKnown ? Duration.ofMillis((long) (held * 1000)) : UNKNOWN_AGE),
          isKnown ? held : Double.NaN);
    }
  }

  /** A number that a change has got, before the server started if no greater one is known. */
  private long greatest() throws SQLException {
    if (open.knowsGreatest()) {
      return 0;
    }
    try (PreparedStatement statement = prepare(GREATEST);
        ResultSet result = statement.executeQuery()) {
      result.next();
      return result.getLong(1);
    }
  }

  /** The place after all changes that are committed now, or later than some of them. */
  public ChangePlace now() throws SQLException {
    ChangesEnd end = end();
    return ChangePlace.after(end.end() - 1, end.since()).in(restoration());
  }

  /** Stands for the last time that the database was restored to an earlier state. */
  private int restoration() throws SQLException {
    try (PreparedStatement statement = prepare(RESTORED);
        ResultSet result = statement.executeQuery()) {
      String restored = result.next() ? result.getString(1) : null;
      CRC32 checksum = new CRC32();
      checksum.update((restored == null ? "" : restored).getBytes(StandardCharsets.UTF_8));
      return (int) checksum.getValue();
    }
  }

  /** The place before the oldest change from which on none is missing. */
  public ChangePlace start() throws SQLException {
    ChangesEnd end = end();
    long pause = lastPause();
    Optional<Oldest> oldest = oldest();
    if (oldest.isEmpty()) {
      return ChangePlace.after(end.end() - 1, end.since()).in(restoration());
    }
    Instant time = oldest.get().changed().plus(INACCURACY).plus(1, ChronoUnit.MICROS);
    return ChangePlace.after(Math.max(oldest.get().id() - 1, pause), time).in(restoration());
  }

  private long lastPause() throws SQLException {
    try (PreparedStatement statement = prepare(LAST_PAUSE)) {
      statement.setString(1, table.name());
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return result.getLong(1);
      }
    }
  }

  private Optional<Oldest> oldest() throws SQLException {
    try (PreparedStatement statement = prepare(OLDEST);
        ResultSet result = statement.executeQuery()) {
      return result.next()
          ? Optional.of(
              new Oldest(result.getLong(1), instant(result.getTimestamp(2).toLocalDateTime())))
          : Optional.empty();
    }
  }

  /**
   * Reads the changes after a place.
   *
   * @param limit the maximum number of changes
   * @throws LostChangesException if one after the place is not known
   */
  public ChangePage read(ChangePlace after, int limit) throws SQLException, LostChangesException {
    ChangesEnd end = end();
    boolean isBeyond = after.change() >= end.following() && dialect.changesEnd().isPresent();
    if (isBeyond || after.restoration() != restoration()) {
      throw new LostChangesException(LostChangesException.Reason.RESTORED);
    }
    ChangePage page = read(after, limit, end);
    checkKept(after);
    return page;
  }

  /** After the changes were read, since they can be taken out at any time, the oldest first. */
  private void checkKept(ChangePlace after) throws SQLException, LostChangesException {
    Optional<Oldest> oldest = oldest();
    boolean isKept =
        oldest.isPresent()
            && (oldest.get().isFirst()
                || !oldest.get().changed().plus(INACCURACY).isAfter(after.time()));
    if (!isKept) {
      throw new LostChangesException(LostChangesException.Reason.ARCHIVED);
    }
  }

  private ChangePage read(ChangePlace after, int limit, ChangesEnd end)
      throws SQLException, LostChangesException {
    List<Header> all = headers(after, limit, end);
    List<Header> headers = untilPause(all);
    if (headers.isEmpty() && !all.isEmpty()) {
      throw new LostChangesException(LostChangesException.Reason.PAUSED);
    }
    if (headers.isEmpty()) {
      return new ChangePage(List.of(), after.notBefore(end.since()), end, true);
    }
    Header last = headers.get(headers.size() - 1);
    ChangedRecords records = ChangedRecords.read(rows, after, last.id(), limit, end);
    records.check(headers, after);
    boolean complete = all.size() < limit && headers.size() == all.size() && records.areAll();
    ChangePlace next = records.next(headers).in(after.restoration()).notBefore(after.time());
    return new ChangePage(
        records.changes(headers), complete ? next.notBefore(end.since()) : next, end, complete);
  }

  private static List<Header> untilPause(List<Header> headers) {
    List<Header> before = new ArrayList<>();
    for (Header header : headers) {
      if (header.isPause()) {
        return before;
      }
      before.add(header);
    }
    return before;
  }

  private List<Header> headers(ChangePlace after, int limit, ChangesEnd end) throws SQLException {
    List<Header> headers = new ArrayList<>();
    String sql = HEADERS.replace("LIMIT", Integer.toString(limit));
    try (PreparedStatement statement = prepare(sql)) {
      statement.setLong(1, after.isAfterChange() ? after.change() + 1 : after.change());
      statement.setLong(2, end.end());
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          headers.add(
              new Header(
                  result.getLong(1),
                  Change.of(result.getString(2)),
                  result.getString(3).equals(table.name()),
                  HistoryEntry.Origin.of(result, 4)));
        }
      }
    }
    return headers;
  }

  /** Below the end, all rows are committed, and no lock is needed to read them. */
  private PreparedStatement prepare(String sql) throws SQLException {
    return rows.connection().prepareStatement(sql + dialect.withoutWaiting());
  }
}
