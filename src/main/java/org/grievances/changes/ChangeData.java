package org.grievances.changes;

import java.util.List;
import org.grievances.database.history.HistoryEntry;
import org.grievances.database.history.RecordChange;
import org.grievances.json.Data;
import org.grievances.json.JsonValues;
import org.grievances.records.RecordData;
import org.grievances.schema.Field;
import org.grievances.schema.Table;
import tools.jackson.core.JsonGenerator;

/**
 * A change as JSON: what was done to which record, when and by whom, and the record after it.
 *
 * @param fields of the record after it
 */
record ChangeData(Table table, List<Field> fields, RecordChange change) implements Data {

  @Override
  public void write(JsonGenerator json) {
    HistoryEntry.Origin origin = change.origin();
    json.writeStartObject().writeStringProperty("change", change.change().text());
    JsonValues.write(json, table.keyField().name(), change.key());
    JsonValues.write(json, "at", origin.date());
    JsonValues.write(json, "user", origin.user());
    JsonValues.write(json, "client", origin.client());
    JsonValues.write(json, "activityID", origin.activity());
    JsonValues.write(
        json,
        "grievance",
        change.after() == null ? null : new RecordData(fields, values(fields, change.after())));
    json.writeEndObject();
  }

  private Object[] values(List<Field> chosen, Object[] row) {
    if (chosen == table.fields()) {
      return row;
    }
    return chosen.stream().map(field -> row[table.position(field.name())]).toArray();
  }

  /** The values of these fields after the change; a record that was deleted has a key only. */
  Object[] valuesAfter(List<Field> chosen) {
    Object[] after = change.after() == null ? deleted() : change.after();
    return values(chosen, after);
  }

  private Object[] deleted() {
    Object[] values = new Object[table.fields().size()];
    table.setKey(values, change.key());
    return values;
  }
}
