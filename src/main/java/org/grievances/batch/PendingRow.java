package org.grievances.batch;

import java.time.LocalDateTime;
import java.util.BitSet;
import java.util.List;

/**
 * A row of a batch that is not written yet.
 *
 * @param item the index of its item in the batch, from 0
 * @param key null if the service gives it
 * @param sent the positions of the values that the item gave or the service set
 * @param expectedUpdateDate the {@code update_Date} that the record must have; null for any
 * @param reversal what puts the record back; null if nothing is undone
 */
record PendingRow(
    int item,
    Object key,
    Object[] values,
    BitSet sent,
    LocalDateTime expectedUpdateDate,
    Reversal reversal) {

  PendingRow with(Object[] otherValues) {
    return new PendingRow(item, key, otherValues, sent, expectedUpdateDate, reversal);
  }

  PendingRow reversedBy(Reversal how, Object[] former) {
    return new PendingRow(item, key, former, sent, expectedUpdateDate, how);
  }

  static List<Object[]> valuesOf(List<PendingRow> rows) {
    return rows.stream().map(PendingRow::values).toList();
  }

  /** All keys of a table have the same comparable type. */
  @SuppressWarnings("unchecked")
  static int byKey(PendingRow one, PendingRow other) {
    return ((Comparable<Object>) one.key).compareTo(other.key);
  }
}
