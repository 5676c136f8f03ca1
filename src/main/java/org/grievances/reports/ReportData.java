package org.grievances.reports;

import java.math.BigDecimal;
import java.util.Optional;
import org.grievances.json.Data;
import org.grievances.json.JsonValues;
import tools.jackson.core.JsonGenerator;

/**
 * A report as JSON: its numbers or its rows, what is unknown, and how it was made.
 *
 * @param link to the grievances of its parts
 * @param rows empty if it gives numbers
 */
record ReportData(ReportKind kind, Counts counts, GrievancesLink link, Optional<Data> rows)
    implements Data {

  @Override
  public void write(JsonGenerator json) {
    ReportPeriod period = counts.request().period();
    json.writeStartObject()
        .writeStringProperty("name", kind.path())
        .writeStringProperty("from", period.from().toString())
        .writeStringProperty("to", period.to().toString())
        .writeStringProperty("zone", period.calendar().zone().getId())
        .writeStringProperty("at", JsonValues.utc(counts.request().at()));
    writeRules(json);
    if (rows.isPresent()) {
      JsonValues.write(json, "rows", rows.get());
    } else {
      json.writeArrayPropertyStart("numbers");
      counts.plan().numbers().forEach(number -> writeNumber(json, number));
      counts.plan().rate().ifPresent(rate -> writeRate(json, rate));
      json.writeEndArray();
    }
    writeUnknown(json);
    json.writeEndObject();
  }

  private void writeRules(JsonGenerator json) {
    json.writeArrayPropertyStart("rules");
    counts.plan().rules().forEach(json::writeString);
    counts.map().texts(counts.plan().schemes()).forEach(json::writeString);
    json.writeEndArray();
  }

  private void writeNumber(JsonGenerator json, Measure number) {
    json.writeStartObject()
        .writeStringProperty("code", number.code())
        .writeStringProperty("text", number.text())
        .writeNumberProperty("value", counts.of(number))
        .writeStringProperty("grievances", link.ofNumber(number.code()))
        .writeEndObject();
  }

  private void writeRate(JsonGenerator json, Rate rate) {
    json.writeStartObject()
        .writeStringProperty("code", rate.code())
        .writeStringProperty("text", rate.text());
    Optional<BigDecimal> value = rate.value(counts.of(rate.of()));
    if (value.isPresent()) {
      json.writeNumberProperty("value", value.get());
    } else {
      json.writeNullProperty("value");
    }
    json.writeStringProperty("grievances", link.ofNumber(rate.of())).writeEndObject();
  }

  private void writeUnknown(JsonGenerator json) {
    json.writeArrayPropertyStart("unknown");
    for (Unknown unknown : Unknown.in(counts)) {
      json.writeStartObject()
          .writeStringProperty("fact", unknown.fact())
          .writeNumberProperty("count", unknown.count());
      JsonValues.write(
          json, "grievances", unknown.isOfGrievances() ? link.ofUnknown(unknown.fact()) : null);
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
