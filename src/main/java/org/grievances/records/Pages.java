package org.grievances.records;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.grievances.database.Reading;
import org.grievances.database.history.History;
import org.grievances.database.history.HistoryEntry;
import org.grievances.schema.Field;
import org.grievances.schema.Sort;
import org.grievances.schema.Table;
import org.grievances.scope.Scope;

/** Reads pages, in the same way from a database and from its replica. */
final class Pages {
  /** How many changes of a record are read for a caller who may not see each of them. */
  private static final int MAX_LIMITED = 10_000;

  private Pages() {}

  /**
   * A page past the end is empty. What may be read from the end is read in a snapshot, since rows
   * that others add after the count would move it.
   */
  static Page list(Reading reading, Table table, PageQuery query) throws SQLException {
    boolean fromEnd = query.offset() > 0 && query.after().isEmpty() && reading.readsFromEnd();
    if (fromEnd) {
      reading.beginSnapshot(table);
    }
    OptionalLong total =
        query.after().isPresent()
            ? OptionalLong.empty()
            : OptionalLong.of(reading.count(table, query.conditions(), query.countTo()));
    List<Object[]> rows = List.of();
    if (!isPastEnd(query, total)) {
      rows =
          fromEnd && isNearEnd(query, total)
              ? rowsFromEnd(reading, table, query, total.getAsLong())
              : rows(reading, table, query);
    }
    boolean more = rows.size() > query.size();
    List<Object[]> shown = more ? rows.subList(0, query.size()) : rows;
    int key = query.fieldsRead().indexOf(table.keyField());
    return new Page(
        shown.stream().map(row -> shown(query.fields(), row)).toList(),
        shown.stream().map(row -> row[key]).toList(),
        total,
        query,
        more ? query.place(shown.get(query.size() - 1)) : Optional.empty());
  }

  /** A record without what was read only to know its place. */
  private static RecordData shown(List<Field> fields, Object[] row) {
    return new RecordData(fields, Arrays.copyOf(row, fields.size()));
  }

  /** Whether the page has no rows, which a database may only know after it has read all others. */
  private static boolean isPastEnd(PageQuery query, OptionalLong total) {
    return total.isPresent()
        && query.offset() >= total.getAsLong()
        && total.getAsLong() < query.countTo().orElse(Long.MAX_VALUE);
  }

  /**
   * Whether the end of the list is nearer than its beginning.
   *
   * @param total up to where the query counts
   */
  private static boolean isNearEnd(PageQuery query, OptionalLong total) {
    return total.isPresent()
        && query.offset() > total.getAsLong() / 2
        && total.getAsLong() < query.countTo().orElse(Long.MAX_VALUE);
  }

  /** The same rows, of which those after them are skipped instead of those before them. */
  private static List<Object[]> rowsFromEnd(
      Reading reading, Table table, PageQuery query, long total) throws SQLException {
    long left = total - query.offset();
    int size = (int) Math.min(left, query.size() + 1);
    List<Sort> backwards = query.sorts().stream().map(Sort::reversed).toList();
    List<Object[]> rows =
        reading.list(table, query.fieldsRead(), query.conditions(), backwards, left - size, size);
    Collections.reverse(rows);
    return rows;
  }

  /** The rows of a page, and the first of the next one. */
  static List<Object[]> rows(Reading reading, Table table, PageQuery query) throws SQLException {
    int size = query.size() + 1;
    List<Field> fields = query.fieldsRead();
    return query.after().isPresent()
        ? reading.listAfter(
            table, fields, query.conditions(), query.sorts(), query.after().get(), size)
        : reading.list(table, fields, query.conditions(), query.sorts(), query.offset(), size);
  }

  /** The changes to a record, latest first. */
  static Page history(Reading reading, Table table, Object key, PageQuery query)
      throws SQLException {
    History history = reading.history(table);
    long count = history.count(key);
    boolean isLimited = Scope.current().limitsRecords();
    if (count == 0 || isLimited) {
      reading.findRow(table, key).orElseThrow(() -> RecordService.unknown(table));
    }
    if (isLimited) {
      return visible(table, history.read(key, 0, (int) Math.min(count, MAX_LIMITED)), query);
    }
    return page(table, history.read(key, query.offset(), query.size()), count, query);
  }

  private static Page page(Table table, List<HistoryEntry> changes, long count, PageQuery query) {
    List<HistoryEntryData> page =
        changes.stream().map(c -> new HistoryEntryData(table, c)).toList();
    return new Page(page, count, query);
  }

  /** Of a record that was others' before, only the changes since then are shown. */
  private static Page visible(Table table, List<HistoryEntry> changes, PageQuery query) {
    Scope scope = Scope.current();
    List<HistoryEntry> visible =
        changes.stream()
            .filter(c -> c.before() == null || scope.includes(table, c.before()))
            .filter(c -> c.after() == null || scope.includes(table, c.after()))
            .toList();
    int from = (int) Math.min(query.offset(), visible.size());
    int to = Math.min(from + query.size(), visible.size());
    return page(table, visible.subList(from, to), visible.size(), query);
  }
}
