package org.grievances.records;

import java.sql.SQLException;
import java.util.List;
import org.grievances.database.Reading;
import org.grievances.database.history.History;
import org.grievances.database.history.HistoryEntry;
import org.grievances.schema.Table;

/** Reads pages, in the same way from a database and from its replica. */
final class Pages {
  private Pages() {}

  /** A page past the end is empty. */
  static Page list(Reading reading, Table table, PageQuery query) throws SQLException {
    List<Object[]> rows =
        reading.list(table, query.conditions(), query.sorts(), query.offset(), query.size());
    List<RecordData> records = rows.stream().map(row -> new RecordData(table, row)).toList();
    return new Page(records, reading.count(table, query.conditions()), query);
  }

  /** The changes to a record, latest first. */
  static Page history(Reading reading, Table table, Object key, PageQuery query)
      throws SQLException {
    History history = reading.history(table);
    long count = history.count(key);
    if (count == 0) {
      RecordService.existing(reading, table, key);
    }
    List<HistoryEntry> changes = history.read(key, query.offset(), query.size());
    List<HistoryEntryData> page =
        changes.stream().map(c -> new HistoryEntryData(table, c)).toList();
    return new Page(page, count, query);
  }
}
