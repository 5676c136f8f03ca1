package org.grievances.changes;

import jakarta.json.stream.JsonGenerator;
import java.util.List;
import org.grievances.database.history.HistoryEntry;
import org.grievances.database.history.RecordChange;
import org.grievances.json.Data;
import org.grievances.json.JsonValues;
import org.grievances.records.RecordData;
import org.grievances.schema.Table;

/** A change as JSON: what was done to which record, when and by whom, and the record after it. */
record ChangeData(Table table, RecordChange change) implements Data {

  /** Changes as an array. */
  static Data all(Table table, List<RecordChange> changes) {
    return json -> {
      json.writeStartArray();
      changes.forEach(change -> new ChangeData(table, change).write(json));
      json.writeEnd();
    };
  }

  @Override
  public void write(JsonGenerator json) {
    HistoryEntry.Origin origin = change.origin();
    json.writeStartObject().write("change", change.change().text());
    JsonValues.write(json, table.keyField().name(), change.key());
    JsonValues.write(json, "at", origin.date());
    JsonValues.write(json, "user", origin.user());
    JsonValues.write(json, "client", origin.client());
    JsonValues.write(json, "activityID", origin.activity());
    Object[] after = change.after();
    JsonValues.write(json, "grievance", after == null ? null : new RecordData(table, after));
    json.writeEnd();
  }
}
