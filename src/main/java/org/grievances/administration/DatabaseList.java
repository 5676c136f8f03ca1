package org.grievances.administration;

import jakarta.json.stream.JsonGenerator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.grievances.database.Contents;
import org.grievances.database.Survey;
import org.grievances.item.Data;
import org.grievances.records.RecordData;

/** Databases as JSON; what is not known of one is null. */
record DatabaseList(List<Survey.Finding> findings) implements Data {

  @Override
  public void write(JsonGenerator json) {
    json.writeStartArray();
    findings.forEach(finding -> write(json, finding));
    json.writeEnd();
  }

  private static void write(JsonGenerator json, Survey.Finding finding) {
    json.writeStartObject().write("name", finding.name()).write("zone", finding.zone().getId());
    json.write("state", finding.state().name());
    Optional<Contents> contents = finding.contents();
    text(json, "product", contents, each -> each.product().name());
    text(json, "version", contents, each -> each.product().version());
    text(json, "schemaVersion", contents, Contents::schemaVersion);
    number(json, "grievances", contents, Contents::rows);
    number(json, "bytes", contents, Contents::bytes);
    text(json, "historyFrom", contents.map(Contents::historyFrom), RecordData::utc);
    json.writeEnd();
  }

  private static <T> void text(
      JsonGenerator json, String name, Optional<T> from, Function<T, String> member) {
    from.map(member).ifPresentOrElse(text -> json.write(name, text), () -> json.writeNull(name));
  }

  private static void number(
      JsonGenerator json, String name, Optional<Contents> from, Function<Contents, Long> member) {
    from.map(member)
        .ifPresentOrElse(number -> json.write(name, number), () -> json.writeNull(name));
  }
}
