package org.grievances.batch;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.grievances.activity.Activity;
import org.grievances.database.SqlErrorKind;
import org.grievances.database.UnitOfWork;
import org.grievances.database.dialect.TableAccess;
import org.grievances.item.Item;
import org.grievances.schema.Codes;
import org.grievances.schema.Table;
import org.grievances.tracing.Step;
import org.grievances.tracing.Tracing;

/**
 * Writes the rows of a batch in chunks, each in key order, so that two batches that write the same
 * rows wait for each other instead of deadlocking.
 */
final class RowWriter implements AutoCloseable {
  private static final Logger LOGGER = Logger.getLogger(RowWriter.class.getName());
  private static final int CHUNK = 1000;
  private static final String CHANGED =
      "Not applied: the record has changed since its update_Date; read it again";
  private static final String CUT =
      "Not applied: the record may have changed since its update_Date, which has been cut; read it"
          + " again, and send update_Date with all its digits";
  private static final String GONE = "Not applied: there is no record with this key any more";

  private final Action action;
  private final Batch.Options options;
  private final Table table;
  private final UnitOfWork unitOfWork;
  private final TableAccess access;
  private final Codes codes;
  private final boolean rowByRow;
  private final MultiStatus outcomes;
  private final Tracing tracing;
  private final String database;
  private final List<Pending> chunk = new ArrayList<>();
  private Step reading;

  /**
   * @param expectedUpdateDate the {@code update_Date} that the record must have; null for any
   */
  private record Pending(
      int item, Object key, Object[] values, BitSet sent, LocalDateTime expectedUpdateDate) {

    Pending with(Object[] otherValues) {
      return new Pending(item, key, otherValues, sent, expectedUpdateDate);
    }

    /** All keys of a table have the same comparable type. */
    @SuppressWarnings("unchecked")
    static int byKey(Pending one, Pending other) {
      return ((Comparable<Object>) one.key).compareTo(other.key);
    }
  }

  RowWriter(
      Batch batch,
      UnitOfWork unitOfWork,
      Codes codes,
      boolean rowByRow,
      MultiStatus outcomes,
      Tracing tracing) {
    this.action = batch.action();
    this.options = batch.options();
    this.table = batch.table();
    this.unitOfWork = unitOfWork;
    this.access = unitOfWork.on(table);
    this.codes = codes;
    this.rowByRow = rowByRow;
    this.outcomes = outcomes;
    this.tracing = tracing;
    this.database = batch.database().name();
    this.reading = read();
  }

  /** Items are read until a chunk is full. */
  private Step read() {
    return tracing.begin("read items", database);
  }

  /**
   * @param expectedUpdateDate the {@code update_Date} that the record must have; null for any
   */
  void add(int item, Item.Row row, LocalDateTime expectedUpdateDate) throws SQLException {
    chunk.add(new Pending(item, row.key(), row.values(), row.sent(), expectedUpdateDate));
    if (chunk.size() == chunkSize()) {
      writeChunk();
      reading = read();
    }
  }

  /** Writes the rows that are left, after the last one was added. */
  void finish() throws SQLException {
    if (!chunk.isEmpty()) {
      writeChunk();
    }
  }

  /** In a code list, each item may change the default that the item before it set. */
  private int chunkSize() {
    return table.isList() ? 1 : CHUNK;
  }

  private void writeChunk() throws SQLException {
    reading.setCount(chunk.size()).close();
    tracing.during("write rows", database, this::writeChunk);
  }

  private Void writeChunk(Step writing) throws SQLException {
    writing.setCount(chunk.size());
    if (options.endsAt(outcomes.failures())) {
      chunk.forEach(row -> outcomes.leaveOut(row.item, row.key));
      chunk.clear();
      return null;
    }
    for (List<Pending> all : rounds()) {
      List<Pending> round = withCurrentValues(existing(permitted(unchanged(all))));
      if (rowByRow) {
        writeByBisection(round);
      } else {
        report(round, run(round));
      }
    }
    chunk.clear();
    return null;
  }

  /** Items that were read since the last chunk were all faulty, if there were any. */
  @Override
  public void close() {
    reading.close();
  }

  /**
   * The chunk in key order, split into rounds so that no key occurs twice in a round; of two items
   * with the same key, the later one is in a later round.
   */
  private List<List<Pending>> rounds() {
    chunk.sort(Pending::byKey);
    List<List<Pending>> rounds = new ArrayList<>();
    Object lastKey = null;
    int round = 0;
    for (Pending pending : chunk) {
      round = pending.key.equals(lastKey) ? round + 1 : 0;
      lastKey = pending.key;
      if (round == rounds.size()) {
        rounds.add(new ArrayList<>());
      }
      rounds.get(round).add(pending);
    }
    return rounds;
  }

  /**
   * Leaves out the items whose record has changed or is gone. Locks the rows of the other items
   * too, because it is the lock order that keeps batches from deadlocking.
   */
  private List<Pending> unchanged(List<Pending> rows) throws SQLException {
    if (rows.stream().allMatch(row -> row.expectedUpdateDate == null)) {
      return rows;
    }
    Map<Object, Object[]> current = access.lockRows(rows.stream().map(Pending::key).toList());
    Map<Object, LocalDateTime> dates = new HashMap<>();
    current.forEach((key, values) -> dates.put(key, table.updateDate(values)));
    Set<Object> recognized = recognized(rows, dates);
    List<Pending> unchanged = new ArrayList<>();
    for (Pending row : rows) {
      LocalDateTime date = dates.get(row.key);
      if (row.expectedUpdateDate == null
          || row.expectedUpdateDate.equals(date)
          || recognized.contains(row.key)) {
        unchanged.add(row);
      } else {
        String reason =
            date == null ? GONE : CutDate.matches(row.expectedUpdateDate, date) ? CUT : CHANGED;
        outcomes.set(row.item, new Outcome(row.key, 412, reason));
      }
    }
    return unchanged;
  }

  /** The keys of the records whose present state is known for sure by a date that has been cut. */
  private Set<Object> recognized(List<Pending> rows, Map<Object, LocalDateTime> dates)
      throws SQLException {
    List<Pending> cut = rows.stream().filter(row -> isCut(row, dates.get(row.key))).toList();
    if (cut.isEmpty()) {
      return Set.of();
    }
    Optional<Map<Object, LocalDateTime>> former =
        unitOfWork.formerDates(table, cut.stream().map(Pending::key).toList());
    return former
        .map(
            earlier ->
                cut.stream()
                    .filter(row -> CutDate.isBefore(earlier.get(row.key), row.expectedUpdateDate))
                    .map(Pending::key)
                    .collect(toSet()))
        .orElse(Set.of());
  }

  private static boolean isCut(Pending row, LocalDateTime date) {
    return row.expectedUpdateDate != null
        && !row.expectedUpdateDate.equals(date)
        && CutDate.matches(row.expectedUpdateDate, date);
  }

  /** Leaves out the items that other records forbid. */
  private List<Pending> permitted(List<Pending> rows) throws SQLException {
    List<Pending> permitted = new ArrayList<>();
    for (Pending row : rows) {
      Optional<Outcome> refusal = action.refusal(unitOfWork, table, row.key);
      if (refusal.isPresent()) {
        outcomes.set(row.item, refusal.get());
      } else {
        permitted.add(row);
      }
    }
    return permitted;
  }

  /** Leaves out the items without a record, if they may only change records. */
  private List<Pending> existing(List<Pending> rows) throws SQLException {
    if (options.only() != Only.EXISTING) {
      return rows;
    }
    Set<Object> keys = access.lockKeys(rows.stream().map(Pending::key).toList());
    List<Pending> existing = new ArrayList<>();
    for (Pending row : rows) {
      if (keys.contains(row.key)) {
        existing.add(row);
      } else {
        outcomes.set(row.item, new Outcome(row.key, 404, "Does not exist"));
      }
    }
    return existing;
  }

  /**
   * In a list, which nobody else changes meanwhile, adds the values that items keep. New entries
   * have none to keep, and are left out if they need one.
   */
  private List<Pending> withCurrentValues(List<Pending> rows) throws SQLException {
    if (!table.isList() || !options.members().areMerged()) {
      return rows;
    }
    Map<Object, Object[]> current = access.lockRows(rows.stream().map(Pending::key).toList());
    List<Pending> complete = new ArrayList<>();
    for (Pending row : rows) {
      Object[] kept = current.get(row.key);
      String lacking = kept == null ? lacking(row.values) : "";
      if (lacking.isEmpty()) {
        complete.add(kept == null ? row : row.with(table.merge(row.values, row.sent, kept)));
      } else {
        outcomes.set(row.item, new Outcome(row.key, 400, lacking));
      }
    }
    return complete;
  }

  /** The errors of the fields that need a value and have none. */
  private String lacking(Object[] values) {
    return IntStream.of(table.required())
        .filter(position -> values[position] == null)
        .mapToObj(position -> table.fields().get(position).name() + ": " + Table.REQUIRED)
        .collect(joining("; "));
  }

  /** Uses bisection to find the rows that the database refuses, and writes all others. */
  private void writeByBisection(List<Pending> rows) throws SQLException {
    if (tryToWrite(rows).isEmpty()) {
      return;
    }
    if (rows.size() == 1) {
      writeOrRefuse(rows);
    } else {
      int half = rows.size() / 2;
      writeByBisection(rows.subList(0, half));
      writeByBisection(rows.subList(half, rows.size()));
    }
  }

  /** Tries again: the row may have failed only because another transaction was creating its key. */
  private void writeOrRefuse(List<Pending> row) throws SQLException {
    tryToWrite(row).ifPresent(exception -> refuse(row.get(0), exception));
  }

  /** Empty if the rows were written; otherwise the reason why at least one of them could not be. */
  private Optional<SQLException> tryToWrite(List<Pending> rows) throws SQLException {
    try {
      report(rows, unitOfWork.attempt(() -> run(rows)));
      return Optional.empty();
    } catch (SQLException e) {
      if (SqlErrorKind.of(e).isOfRow()) {
        return Optional.of(e);
      }
      throw e;
    }
  }

  private boolean[] run(List<Pending> rows) throws SQLException {
    List<Object[]> values = rows.stream().map(Pending::values).toList();
    List<BitSet> sent = rows.stream().map(Pending::sent).toList();
    return action.run(access, values, sent, codes, options);
  }

  private void report(List<Pending> rows, boolean[] done) {
    for (int row = 0; row < done.length; row++) {
      Pending pending = rows.get(row);
      outcomes.set(pending.item, action.outcome(pending.key, done[row], options));
    }
  }

  private void refuse(Pending row, SQLException exception) {
    if (SqlErrorKind.of(exception) == SqlErrorKind.REFUSED) {
      String reason = "Refused by the database: " + SqlErrorKind.reason(exception);
      outcomes.set(row.item, new Outcome(row.key, 409, reason));
    } else {
      Activity.log(
          LOGGER, Level.SEVERE, "Item " + row.item + " met an unexpected error.", exception);
      String apology = "Not applied: the database reported an unexpected error on this item";
      outcomes.set(row.item, new Outcome(row.key, 500, apology));
    }
  }
}
