package org.grievances.administration;

import java.util.List;
import java.util.Optional;
import org.grievances.database.DatabaseInfo;
import org.grievances.database.DatabaseOverview;
import org.grievances.json.Data;
import org.grievances.json.JsonValues;
import tools.jackson.core.JsonGenerator;

/** Databases as JSON; what is not known of one is null. */
record DatabaseList(List<DatabaseOverview.DatabaseSummary> summaries) implements Data {

  @Override
  public void write(JsonGenerator json) {
    json.writeStartArray();
    summaries.forEach(summary -> write(json, summary));
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, DatabaseOverview.DatabaseSummary summary) {
    json.writeStartObject()
        .writeStringProperty("name", summary.name())
        .writeStringProperty("zone", summary.zone().getId());
    json.writeStringProperty("state", summary.state().name());
    Optional<DatabaseInfo> info = summary.info();
    JsonValues.write(json, "product", info.map(each -> each.product().name()));
    JsonValues.write(json, "version", info.map(each -> each.product().version()));
    JsonValues.write(json, "schemaVersion", info.map(DatabaseInfo::schemaVersion));
    JsonValues.write(json, "grievances", info.map(DatabaseInfo::rows));
    JsonValues.write(json, "bytes", info.map(DatabaseInfo::bytes));
    JsonValues.write(json, "historyFrom", info.map(DatabaseInfo::historyFrom));
    json.writeEndObject();
  }
}
