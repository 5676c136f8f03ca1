package org.grievances.records;

import jakarta.json.stream.JsonGenerator;
import org.grievances.database.history.HistoryEntry;
import org.grievances.item.Data;
import org.grievances.schema.Table;

/**
 * A change to a record as JSON: what was done, when and by whom, and the record before and after.
 */
record HistoryEntryData(Table table, HistoryEntry change) implements Data {

  @Override
  public void write(JsonGenerator json) {
    json.writeStartObject().write("change", change.kind());
    json.write("date", RecordData.utc(change.date()));
    write(json, "user", change.user());
    write(json, "client", change.client());
    write(json, "activityID", change.activity());
    write(json, "before", change.before());
    write(json, "after", change.after());
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
