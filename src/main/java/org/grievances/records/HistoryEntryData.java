package org.grievances.records;

import jakarta.json.stream.JsonGenerator;
import org.grievances.database.history.HistoryEntry;
import org.grievances.item.Data;
import org.grievances.schema.Table;

/**
 * A change to a record as JSON: what was done, when and by whom, and the record before and after.
 */
record HistoryEntryData(Table table, HistoryEntry entry) implements Data {

  @Override
  public void write(JsonGenerator json) {
    HistoryEntry.Origin origin = entry.origin();
    json.writeStartObject().write("change", entry.change().text());
    json.write("date", RecordData.utc(origin.date()));
    write(json, "user", origin.user());
    write(json, "client", origin.client());
    write(json, "activityID", origin.activity());
    write(json, "before", entry.before());
    write(json, "after", entry.after());
    json.writeEnd();
  }

  private static void write(JsonGenerator json, String name, String text) {
    if (text == null) {
      json.writeNull(name);
    } else {
      json.write(name, text);
    }
  }

  private void write(JsonGenerator json, String name, Object[] values) {
    if (values == null) {
      json.writeNull(name);
    } else {
      json.writeKey(name);
      new RecordData(table, values).write(json);
    }
  }
}
