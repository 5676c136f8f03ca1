package org.grievances.batch;

import static java.util.stream.Collectors.toSet;

import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.grievances.database.ParentRecords;
import org.grievances.database.UnitOfWork;
import org.grievances.database.dialect.TableAccess;
import org.grievances.failure.ErrorCode;
import org.grievances.failure.RequestError;
import org.grievances.item.ItemErrors;
import org.grievances.schema.Codes;
import org.grievances.schema.Table;
import org.grievances.scope.Scope;

/**
 * Compares the rows of a batch to the records that are there, leaves out those that must not be
 * written, and sets their outcomes.
 */
final class RowChecks {
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
  private final MultiStatus outcomes;
  private final Optional<UndoChecks> undo;

  RowChecks(Batch batch, UnitOfWork unitOfWork, Codes codes, MultiStatus outcomes) {
    this.action = batch.action();
    this.options = batch.options();
    this.table = batch.table();
    this.unitOfWork = unitOfWork;
    this.access = unitOfWork.on(table);
    this.outcomes = outcomes;
    this.undo =
        Optional.ofNullable(batch.undone())
            .map(undone -> new UndoChecks(batch, unitOfWork, codes, outcomes));
  }

  /**
   * The rows that may be written, with the values that they keep.
   *
   * @param rows in ascending key order, without duplicate keys
   */
  List<PendingRow> writable(List<PendingRow> rows) throws SQLException {
    return undo.isPresent()
        ? undo.get().reversible(rows)
        : ruled(withCurrentValues(existing(permitted(unchanged(withParent(rows))))));
  }

  /**
   * Leaves out the items whose record has changed or is gone. Locks the rows of the other items
   * too, because it is the lock order that keeps batches from deadlocking.
   */
  private List<PendingRow> unchanged(List<PendingRow> rows) throws SQLException {
    if (rows.stream().allMatch(row -> row.expectedUpdateDate() == null)) {
      return rows;
    }
    Map<Object, Object[]> current = access.lockRows(rows.stream().map(PendingRow::key).toList());
    Map<Object, LocalDateTime> dates = new HashMap<>();
    current.forEach((key, values) -> dates.put(key, table.updateDate(values)));
    Set<Object> recognized = recognized(rows, dates);
    List<PendingRow> unchanged = new ArrayList<>();
    for (PendingRow row : rows) {
      LocalDateTime date = dates.get(row.key());
      if (row.expectedUpdateDate() == null
          || row.expectedUpdateDate().equals(date)
          || recognized.contains(row.key())) {
        unchanged.add(row);
      } else {
        outcomes.set(row.item(), Outcome.failed(row.key(), 412, difference(row, date)));
      }
    }
    return unchanged;
  }

  private static ItemErrors difference(PendingRow row, LocalDateTime date) {
    if (date == null) {
      return ItemErrors.of(ErrorCode.MISSING, GONE);
    }
    boolean isCut = CutDate.matches(row.expectedUpdateDate(), date);
    return ItemErrors.of(ErrorCode.CHANGED, isCut ? CUT : CHANGED);
  }

  /** The keys of the records whose present state is known for sure by a date that has been cut. */
  private Set<Object> recognized(List<PendingRow> rows, Map<Object, LocalDateTime> dates)
      throws SQLException {
    List<PendingRow> cut = rows.stream().filter(row -> isCut(row, dates.get(row.key()))).toList();
    if (cut.isEmpty()) {
      return Set.of();
    }
    Optional<Map<Object, LocalDateTime>> former =
        unitOfWork.formerDates(table, cut.stream().map(PendingRow::key).toList());
    return former
        .map(
            earlier ->
                cut.stream()
                    .filter(
                        row -> CutDate.isBefore(earlier.get(row.key()), row.expectedUpdateDate()))
                    .map(PendingRow::key)
                    .collect(toSet()))
        .orElse(Set.of());
  }

  private static boolean isCut(PendingRow row, LocalDateTime date) {
    return row.expectedUpdateDate() != null
        && !row.expectedUpdateDate().equals(date)
        && CutDate.matches(row.expectedUpdateDate(), date);
  }

  /** Leaves out the items that belong to a record that is not there, and locks the others' ones. */
  private List<PendingRow> withParent(List<PendingRow> rows) throws SQLException {
    Optional<ParentRecords> records = unitOfWork.parentsOf(table);
    if (records.isEmpty()) {
      return rows;
    }
    Set<Object> parents =
        records.get().lock(rows.stream().map(row -> table.parentKey(row.values())).toList());
    String member = table.parent().get().key().name();
    List<PendingRow> belonging = new ArrayList<>();
    for (PendingRow row : rows) {
      if (parents.contains(table.parentKey(row.values()))) {
        belonging.add(row);
      } else {
        ItemErrors missing =
            ItemErrors.of(RequestError.of(ErrorCode.MISSING, member, "no record has it"));
        outcomes.set(row.item(), Outcome.failed(row.key(), 404, missing));
      }
    }
    return belonging;
  }

  /** Leaves out the items that other records forbid. */
  private List<PendingRow> permitted(List<PendingRow> rows) throws SQLException {
    List<PendingRow> permitted = new ArrayList<>();
    for (PendingRow row : rows) {
      Optional<Outcome> refusal = action.refusal(unitOfWork, table, row.key());
      if (refusal.isPresent()) {
        outcomes.set(row.item(), refusal.get());
      } else {
        permitted.add(row);
      }
    }
    return permitted;
  }

  /** Leaves out the items without a record, if they may only change records, or parts of them. */
  private List<PendingRow> existing(List<PendingRow> rows) throws SQLException {
    if (options.only() != Only.EXISTING && !table.isPart()) {
      return rows;
    }
    Set<Object> keys = access.lockKeys(rows.stream().map(PendingRow::key).toList());
    List<PendingRow> existing = new ArrayList<>();
    for (PendingRow row : rows) {
      if (keys.contains(row.key())) {
        existing.add(row);
      } else {
        outcomes.set(
            row.item(), Outcome.failed(row.key(), 404, ErrorCode.MISSING, "Does not exist"));
      }
    }
    return existing;
  }

  /**
   * In a list, which nobody else changes meanwhile, adds the values that items keep. New entries
   * have none to keep, and are left out if they need one.
   */
  private List<PendingRow> withCurrentValues(List<PendingRow> rows) throws SQLException {
    if (!table.isList() || !options.members().areMerged()) {
      return rows;
    }
    Map<Object, Object[]> current = access.lockRows(rows.stream().map(PendingRow::key).toList());
    List<PendingRow> complete = new ArrayList<>();
    for (PendingRow row : rows) {
      Object[] kept = current.get(row.key());
      List<RequestError> lacking = kept == null ? lacking(row.values()) : List.of();
      if (lacking.isEmpty()) {
        complete.add(kept == null ? row : row.with(table.merge(row.values(), row.sent(), kept)));
      } else {
        outcomes.set(row.item(), Outcome.failed(row.key(), 400, new ItemErrors(lacking, 0)));
      }
    }
    return complete;
  }

  /** Leaves out the items that, with the values that they keep, break the rule of the table. */
  private List<PendingRow> ruled(List<PendingRow> rows) throws SQLException {
    boolean keepsValues = options.members().areMerged() || Scope.current().hidesAnyOf(table);
    if (!table.isPart() || !keepsValues) {
      return rows;
    }
    Map<Object, Object[]> current = access.readRows(rows.stream().map(PendingRow::key).toList());
    List<PendingRow> ruled = new ArrayList<>();
    for (PendingRow row : rows) {
      Object[] whole = table.merge(row.values(), row.sent(), current.get(row.key()));
      Optional<ItemErrors> broken = ItemErrors.ofRule(table, whole);
      if (broken.isPresent()) {
        outcomes.set(row.item(), Outcome.failed(row.key(), 400, broken.get()));
      } else {
        ruled.add(row);
      }
    }
    return ruled;
  }

  /** The errors of the fields that need a value and have none. */
  private List<RequestError> lacking(Object[] values) {
    return IntStream.of(table.required())
        .filter(position -> values[position] == null)
        .mapToObj(position -> table.fields().get(position).name())
        .map(member -> RequestError.of(ErrorCode.REQUIRED, member, Table.REQUIRED))
        .toList();
  }
}
