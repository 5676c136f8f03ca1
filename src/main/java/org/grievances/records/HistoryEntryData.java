package org.grievances.records;

import org.grievances.database.history.HistoryEntry;
import org.grievances.json.Data;
import org.grievances.json.JsonValues;
import org.grievances.schema.Table;
import tools.jackson.core.JsonGenerator;

/**
 * A change to a record as JSON: what was done, when and by whom, and the record before and after.
 */
record HistoryEntryData(Table table, HistoryEntry entry) implements Data {

  @Override
  public void write(JsonGenerator json) {
    HistoryEntry.Origin origin = entry.origin();
    json.writeStartObject().writeStringProperty("change", entry.change().text());
    JsonValues.write(json, "date", origin.date());
    JsonValues.write(json, "user", origin.user());
    JsonValues.write(json, "client", origin.client());
    JsonValues.write(json, "activityID", origin.activity());
    JsonValues.write(json, "before", record(entry.before()));
    JsonValues.write(json, "after", record(entry.after()));
    json.writeEndObject();
  }

  private RecordData record(Object[] values) {
    return values == null ? null : RecordData.of(table, values);
  }
}
