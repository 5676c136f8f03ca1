package org.grievances.batch;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.grievances.database.UnitOfWork;
import org.grievances.database.dialect.TableAccess;
import org.grievances.database.history.FormerStates;
import org.grievances.database.history.FormerStates.FormerState;
import org.grievances.database.history.FormerStates.Latest;
import org.grievances.failure.ErrorCode;
import org.grievances.item.ItemErrors;
import org.grievances.schema.AuditStamp;
import org.grievances.schema.Codes;
import org.grievances.schema.Table;

/**
 * Finds out how the records of a batch are put back to their states before a request, leaves out
 * those that must stay as they are, and sets their outcomes.
 */
final class UndoChecks {
  static final String REVERSED = "Reversed";
  static final String CHANGED = "Kept: the record was changed after the job";
  private static final String NO_HISTORY =
      "The history does not have the state of the record before the job";

  private final Undone undone;
  private final String activity;
  private final Table table;
  private final Codes codes;
  private final AuditStamp stamp;
  private final UnitOfWork unitOfWork;
  private final TableAccess access;
  private final FormerStates history;
  private final MultiStatus outcomes;

  UndoChecks(Batch batch, UnitOfWork unitOfWork, Codes codes, MultiStatus outcomes) {
    this.undone = batch.undone();
    this.activity = batch.author().activity().toString();
    this.table = batch.table();
    this.codes = codes;
    this.stamp = AuditStamp.now(batch.author());
    this.unitOfWork = unitOfWork;
    this.access = unitOfWork.on(table);
    this.history = new FormerStates(access);
    this.outcomes = outcomes;
  }

  /**
   * The rows that can be put back, each with its reversal.
   *
   * @param rows in ascending key order, without duplicate keys; they have keys only
   */
  List<PendingRow> reversible(List<PendingRow> rows) throws SQLException {
    List<Object> keys = rows.stream().map(PendingRow::key).toList();
    Set<Object> existing = access.lockKeys(keys);
    Map<Object, FormerState> states =
        history.reachBackTo(undone.received())
            ? history.read(keys, undone.activity(), activity, undone.received())
            : Map.of();
    Map<Object, Object[]> current = current(states);
    List<PendingRow> reversible = new ArrayList<>();
    for (PendingRow row : rows) {
      FormerState state = states.get(row.key());
      boolean exists = existing.contains(row.key());
      Optional<Outcome> settled = settled(row.key(), state, exists, current.get(row.key()));
      if (settled.isPresent()) {
        outcomes.set(row.item(), settled.get());
      } else {
        reversible.add(reversed(row, state.values(), exists));
      }
    }
    return reversible;
  }

  /** The records that this undo has changed already, because the job changed them several times. */
  private Map<Object, Object[]> current(Map<Object, FormerState> states) throws SQLException {
    List<Object> keys =
        states.keySet().stream()
            .filter(key -> states.get(key).latest() == Latest.ASKER)
            .sorted()
            .toList();
    return keys.isEmpty() ? Map.of() : access.lockRows(keys);
  }

  /**
   * The outcome of a record that stays as it is; empty if it can be put back.
   *
   * @param current the record if this undo has changed it; null if it has not or the record is gone
   */
  private Optional<Outcome> settled(Object key, FormerState state, boolean exists, Object[] current)
      throws SQLException {
    if (state == null) {
      return Optional.of(Outcome.failed(key, 409, ErrorCode.NO_HISTORY, NO_HISTORY));
    }
    if (state.latest() == Latest.ASKER && isSame(state.values(), current)) {
      return Optional.of(Outcome.done(key, 200, REVERSED));
    }
    boolean isCreated = state.values() == null;
    if (state.latest() == Latest.OTHERS || isCreated && !exists) {
      return Optional.of(Outcome.failed(key, 412, ErrorCode.CHANGED, CHANGED));
    }
    return isCreated
        ? Action.DELETE.refusal(unitOfWork, table, key)
        : ItemErrors.ofCodes(table, codes, state.values())
            .map(errors -> Outcome.failed(key, 409, errors));
  }

  /** Whether two states of a record differ in nothing but the time and the user of the update. */
  private boolean isSame(Object[] one, Object[] other) {
    if (one == null || other == null) {
      return one == other;
    }
    BitSet stamped = new BitSet();
    table.addStamped(stamped);
    return IntStream.range(0, one.length)
        .allMatch(
            position -> stamped.get(position) || Objects.equals(one[position], other[position]));
  }

  private PendingRow reversed(PendingRow row, Object[] former, boolean exists) {
    if (former == null) {
      return row.reversedBy(Reversal.DELETE, row.values());
    }
    table.stamp(former, stamp);
    return row.reversedBy(exists ? Reversal.REPLACE : Reversal.CREATE, former);
  }
}
