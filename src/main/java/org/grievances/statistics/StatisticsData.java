package org.grievances.statistics;

import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.grievances.json.Data;
import org.grievances.json.JsonValues;
import org.grievances.schema.Field;
import tools.jackson.core.JsonGenerator;

/** The numbers of grievances that were received, resolved, open and overdue, as JSON. */
final class StatisticsData implements Data {
  private final Periods periods;
  private final Counts[] byPeriod;
  private final Counts withoutReceipt = new Counts();
  private final Map<Field, Map<String, Counts>> byCode = new LinkedHashMap<>();
  private final long[] resolvedWithin = new long[StatisticsGroups.DAYS.size() + 1];
  private LocalDateTime firstMinute;
  private long[] written;

  /** The counts of a period, or of a code. */
  static final class Counts {
    long received;
    long resolved;
    long open;
    long overdue;

    void add(Counts more) {
      received += more.received;
      resolved += more.resolved;
      open += more.open;
      overdue += more.overdue;
    }

    private void write(JsonGenerator json) {
      json.writeNumberProperty("received", received).writeNumberProperty("resolved", resolved);
      json.writeNumberProperty("open", open)
          .writeNumberProperty("overdue", overdue)
          .writeEndObject();
    }
  }

  StatisticsData(Periods periods) {
    this.periods = periods;
    this.byPeriod = new Counts[periods.count()];
    Arrays.setAll(byPeriod, period -> new Counts());
    StatisticsGroups.MEMBERS.forEach(
        member ->
            byCode.put(member, new TreeMap<>(Comparator.nullsLast(Comparator.naturalOrder()))));
  }

  Counts period(int period) {
    return byPeriod[period];
  }

  Counts code(Field member, String code) {
    return byCode.get(member).computeIfAbsent(code, key -> new Counts());
  }

  /** Grievances whose entry counted as their receipt, in all periods. */
  Counts withoutReceipt() {
    return withoutReceipt;
  }

  /**
   * @param days the position in {@link StatisticsGroups#DAYS}, or after its end
   */
  void addResolved(int days, long count) {
    resolvedWithin[days] += count;
  }

  void setWritten(LocalDateTime first, long[] byMinute) {
    firstMinute = first;
    written = byMinute;
  }

  @Override
  public void write(JsonGenerator json) {
    json.writeStartObject()
        .writeStringProperty("zone", periods.calendar().zone().getId())
        .writeStringProperty("every", periods.unit().name().toLowerCase(Locale.ROOT));
    writePeriods(json);
    json.writeObjectPropertyStart("withoutReceipt");
    withoutReceipt.write(json);
    writeCodes(json);
    writeTimes(json);
    writeMinutes(json);
    json.writeEndObject();
  }

  private void writePeriods(JsonGenerator json) {
    json.writeArrayPropertyStart("periods");
    for (int period = 0; period < byPeriod.length; period++) {
      json.writeStartObject();
      writeSpan(json, periods.begin(period), periods.begin(period + 1));
      byPeriod[period].write(json);
    }
    json.writeEndArray();
  }

  private static void writeSpan(JsonGenerator json, LocalDateTime from, LocalDateTime to) {
    json.writeStringProperty("from", JsonValues.utc(from))
        .writeStringProperty("to", JsonValues.utc(to));
  }

  private void writeCodes(JsonGenerator json) {
    json.writeObjectPropertyStart("by");
    byCode.forEach(
        (field, codes) -> {
          json.writeArrayPropertyStart(field.name());
          codes.forEach((code, counts) -> writeCode(json, code, counts));
          json.writeEndArray();
        });
    json.writeEndObject();
  }

  private static void writeCode(JsonGenerator json, String code, Counts counts) {
    json.writeStartObject();
    JsonValues.write(json, "code", code);
    counts.write(json);
  }

  private void writeTimes(JsonGenerator json) {
    json.writeArrayPropertyStart("timeToResolution");
    for (int days = 0; days < StatisticsGroups.DAYS.size(); days++) {
      json.writeStartObject().writeNumberProperty("days", StatisticsGroups.DAYS.get(days));
      json.writeNumberProperty("resolved", resolvedWithin[days]).writeEndObject();
    }
    json.writeStartObject().writeNullProperty("days");
    json.writeNumberProperty("resolved", resolvedWithin[StatisticsGroups.DAYS.size()])
        .writeEndObject();
    json.writeEndArray();
  }

  private void writeMinutes(JsonGenerator json) {
    json.writeArrayPropertyStart("written");
    for (int minute = 0; minute < written.length; minute++) {
      json.writeStartObject();
      LocalDateTime from = firstMinute.plusMinutes(minute);
      writeSpan(json, from, from.plusMinutes(1));
      json.writeNumberProperty("grievances", written[minute]).writeEndObject();
    }
    json.writeEndArray();
  }
}
