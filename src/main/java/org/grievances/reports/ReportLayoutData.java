package org.grievances.reports;

import java.time.ZoneOffset;
import java.util.Optional;
import org.grievances.json.Data;
import org.grievances.json.JsonValues;
import tools.jackson.core.JsonGenerator;

/** A layout as JSON, with who changed it last. */
record ReportLayoutData(ReportLayout stored) implements Data {

  @Override
  public void write(JsonGenerator json) {
    Layout layout = stored.layout();
    json.writeStartObject()
        .writeStringProperty("name", stored.name())
        .writeBooleanProperty("header", layout.hasHeader())
        .writeStringProperty("separator", Character.toString(layout.separator()))
        .writeArrayPropertyStart("columns");
    layout.columns().forEach(column -> write(json, column));
    json.writeEndArray();
    JsonValues.write(json, "updated", stored.updated().atOffset(ZoneOffset.UTC).toLocalDateTime());
    json.writeStringProperty("updatedBy", stored.updatedBy()).writeEndObject();
  }

  private static void write(JsonGenerator json, LayoutColumn column) {
    json.writeStartObject().writeStringProperty("column", column.column().name());
    JsonValues.write(json, "source", column.column().source());
    JsonValues.write(
        json, "format", Optional.of(column.format()).filter(format -> !format.isEmpty()));
    JsonValues.write(json, "length", column.length() == 0 ? null : column.length());
    JsonValues.write(json, "none", column.none());
    json.writeEndObject();
  }
}
