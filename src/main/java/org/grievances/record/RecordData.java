package org.grievances.record;

import jakarta.json.stream.JsonGenerator;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import org.grievances.api.Data;
import org.grievances.database.Field;
import org.grievances.database.Table;

/** A record as JSON: every member of the API, null where it has no value. */
record RecordData(Table table, Object[] values) implements Data {

  @Override
  public void write(JsonGenerator json) {
    json.writeStartObject();
    for (int position = 0; position < table.fields().size(); position++) {
      write(json, table.fields().get(position), values[position]);
    }
    json.writeEnd();
  }

  private static void write(JsonGenerator json, Field field, Object value) {
    if (value == null) {
      json.writeNull(field.name());
      return;
    }
    switch (field.kind()) {
      case INTEGER -> json.write(field.name(), (Integer) value);
      case BOOLEAN -> json.write(field.name(), (Boolean) value);
      case TEXT -> json.write(field.name(), (String) value);
      case DATE_TIME -> json.write(field.name(), utc((LocalDateTime) value));
    }
  }

  /** With a fraction only if it is not zero. */
  private static String utc(LocalDateTime dateTime) {
    return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(dateTime) + "Z";
  }
}
