package org.grievances.records;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.grievances.database.Reading;
import org.grievances.database.history.History;
import org.grievances.database.history.HistoryEntry;
import org.grievances.schema.Table;

/** Reads pages, in the same way from a database and from its replica. */
final class Pages {
  private Pages() {}

  /** A page past the end is empty. */
  static Page list(Reading reading, Table table, PageQuery query) throws SQLException {
    List<Object[]> rows = rows(reading, table, query);
    boolean more = rows.size() > query.size();
    List<Object[]> shown = more ? rows.subList(0, query.size()) : rows;
    return new Page(
        shown.stream().map(row -> new RecordData(table, row)).toList(),
        query.after().isPresent()
            ? OptionalLong.empty()
            : OptionalLong.of(reading.count(table, query.conditions(), query.countTo())),
        query,
        more ? query.place(table, shown.get(query.size() - 1)) : Optional.empty());
  }

  /** The rows of a page, and the first of the next one. */
  static List<Object[]> rows(Reading reading, Table table, PageQuery query) throws SQLException {
    int size = query.size() + 1;
    return query.after().isPresent()
        ? reading.listAfter(table, query.conditions(), query.sorts(), query.after().get(), size)
        : reading.list(table, query.conditions(), query.sorts(), query.offset(), size);
  }

  /** The changes to a record, latest first. */
  static Page history(Reading reading, Table table, Object key, PageQuery query)
      throws SQLException {
    History history = reading.history(table);
    long count = history.count(key);
    if (count == 0) {
      reading.findRow(table, key).orElseThrow(() -> RecordService.unknown(table));
    }
    List<HistoryEntry> changes = history.read(key, query.offset(), query.size());
    List<HistoryEntryData> page =
        changes.stream().map(c -> new HistoryEntryData(table, c)).toList();
    return new Page(page, count, query);
  }
}
