package org.grievances.administration;

import jakarta.json.stream.JsonGenerator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.grievances.database.DatabaseInfo;
import org.grievances.database.DatabaseOverview;
import org.grievances.item.Data;
import org.grievances.records.RecordData;

/** Databases as JSON; what is not known of one is null. */
record DatabaseList(List<DatabaseOverview.DatabaseSummary> summaries) implements Data {

  @Override
  public void write(JsonGenerator json) {
    json.writeStartArray();
    summaries.forEach(summary -> write(json, summary));
    json.writeEnd();
  }

  private static void write(JsonGenerator json, DatabaseOverview.DatabaseSummary summary) {
    json.writeStartObject().write("name", summary.name()).write("zone", summary.zone().getId());
    json.write("state", summary.state().name());
    Optional<DatabaseInfo> info = summary.info();
    text(json, "product", info, each -> each.product().name());
    text(json, "version", info, each -> each.product().version());
    text(json, "schemaVersion", info, DatabaseInfo::schemaVersion);
    number(json, "grievances", info, DatabaseInfo::rows);
    number(json, "bytes", info, DatabaseInfo::bytes);
    text(json, "historyFrom", info.map(DatabaseInfo::historyFrom), RecordData::utc);
    json.writeEnd();
  }

  private static <T> void text(
      JsonGenerator json, String name, Optional<T> from, Function<T, String> member) {
    from.map(member).ifPresentOrElse(text -> json.write(name, text), () -> json.writeNull(name));
  }

  private static void number(
      JsonGenerator json,
      String name,
      Optional<DatabaseInfo> from,
      Function<DatabaseInfo, Long> member) {
    from.map(member)
        .ifPresentOrElse(number -> json.write(name, number), () -> json.writeNull(name));
  }
}
