package org.grievances.grievance;

import jakarta.json.stream.JsonGenerator;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.grievances.database.dialect.Tally;
import org.grievances.item.Data;
import org.grievances.records.RecordData;
import org.grievances.schema.Field;

/** How many grievances were received, resolved, open and overdue, as JSON. */
final class StatisticsData implements Data {
  private final StatisticsColumns columns;
  private final LocalDateTime now;
  private final Counts[] periods;
  private final Map<Field, Map<String, Counts>> byCode = new LinkedHashMap<>();
  private final long[] resolvedWithin = new long[StatisticsColumns.DAYS.size()];
  private long openAtFirst;
  private long[] written = new long[0];

  /** The counts of a period, or of a code. */
  private static final class Counts {
    private long received;
    private long resolved;
    private long open;
    private long overdue;

    private void write(JsonGenerator json) {
      json.write("received", received).write("resolved", resolved);
      json.write("open", open).write("overdue", overdue).writeEnd();
    }
  }

  /**
   * @param now the minute in which it was counted
   */
  StatisticsData(StatisticsColumns columns, LocalDateTime now) {
    this.columns = columns;
    this.now = now;
    this.periods = new Counts[columns.periods().count()];
    for (int period = 0; period < periods.length; period++) {
      periods[period] = new Counts();
    }
    StatisticsColumns.DIMENSIONS.forEach(
        field -> byCode.put(field, new TreeMap<>(Comparator.nullsLast(Comparator.naturalOrder()))));
  }

  StatisticsColumns columns() {
    return columns;
  }

  void setWritten(long[] perMinute) {
    written = perMinute;
  }

  /** Adds the counts of a group of grievances. */
  void add(Tally tally) {
    Counts group = new Counts();
    openAtFirst += columns.openAtFirst(tally);
    group.open = columns.openAtFirst(tally);
    for (int period = 0; period < periods.length; period++) {
      long received = columns.received(tally, period);
      long resolved = columns.resolved(tally, period);
      long overdue = columns.overdue(tally, period);
      periods[period].received += received;
      periods[period].resolved += resolved;
      periods[period].overdue += overdue;
      group.received += received;
      group.resolved += resolved;
      group.open += received - resolved;
      group.overdue = overdue;
    }
    for (int days = 0; days < resolvedWithin.length; days++) {
      resolvedWithin[days] += columns.resolvedWithin(tally, days);
    }
    byCode.forEach((field, codes) -> add(group, codes, (String) tally.group().get(field)));
  }

  private static void add(Counts group, Map<String, Counts> codes, String code) {
    Counts counts = codes.computeIfAbsent(code, key -> new Counts());
    counts.received += group.received;
    counts.resolved += group.resolved;
    counts.open += group.open;
    counts.overdue += group.overdue;
  }

  @Override
  public void write(JsonGenerator json) {
    json.writeStartObject()
        .write("zone", columns.periods().zone().getId())
        .write("every", columns.periods().unit().name().toLowerCase(Locale.ROOT));
    writePeriods(json);
    writeCodes(json);
    writeTimes(json);
    writeMinutes(json);
    json.writeEnd();
  }

  private void writePeriods(JsonGenerator json) {
    json.writeStartArray("periods");
    long open = openAtFirst;
    for (int period = 0; period < periods.length; period++) {
      open += periods[period].received - periods[period].resolved;
      periods[period].open = open;
      json.writeStartObject();
      writeTimes(json, columns.periods().begin(period), columns.periods().end(period));
      periods[period].write(json);
    }
    json.writeEnd();
  }

  private static void writeTimes(JsonGenerator json, LocalDateTime from, LocalDateTime to) {
    json.write("from", RecordData.utc(from)).write("to", RecordData.utc(to));
  }

  private void writeCodes(JsonGenerator json) {
    json.writeStartObject("by");
    byCode.forEach(
        (field, codes) -> {
          json.writeStartArray(field.name());
          codes.forEach((code, counts) -> writeCode(json, code, counts));
          json.writeEnd();
        });
    json.writeEnd();
  }

  private static void writeCode(JsonGenerator json, String code, Counts counts) {
    json.writeStartObject();
    if (code == null) {
      json.writeNull("code");
    } else {
      json.write("code", code);
    }
    counts.write(json);
  }

  private void writeTimes(JsonGenerator json) {
    json.writeStartArray("timeToResolution");
    long sooner = 0;
    for (int days = 0; days < resolvedWithin.length; days++) {
      json.writeStartObject()
          .write("days", StatisticsColumns.DAYS.get(days))
          .write("resolved", resolvedWithin[days] - sooner)
          .writeEnd();
      sooner = resolvedWithin[days];
    }
    long resolved = 0;
    for (Counts period : periods) {
      resolved += period.resolved;
    }
    json.writeStartObject().writeNull("days").write("resolved", resolved - sooner).writeEnd();
    json.writeEnd();
  }

  private void writeMinutes(JsonGenerator json) {
    json.writeStartArray("written");
    LocalDateTime first = now.minusMinutes(written.length);
    for (int minute = 0; minute < written.length; minute++) {
      json.writeStartObject();
      writeTimes(json, first.plusMinutes(minute), first.plusMinutes(minute + 1L));
      json.write("grievances", written[minute]).writeEnd();
    }
    json.writeEnd();
  }
}
