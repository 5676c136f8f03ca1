package org.grievances.reports;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import org.grievances.item.Lines;
import org.grievances.json.Data;
import org.grievances.json.JsonValues;

/** The numbers of a report, and then what is unknown, one per line. */
final class NumberLines implements Lines {
  private static final List<String> COLUMNS =
      List.of("part", "code", "text", "value", "grievances");

  private final List<Line> lines = new ArrayList<>();

  NumberLines(Counts counts, GrievancesLink link) {
    for (Measure number : counts.plan().numbers()) {
      add("number", number, Long.toString(counts.of(number)), link.ofNumber(number.code()));
    }
    counts
        .plan()
        .rate()
        .ifPresent(
            rate ->
                add(
                    "number",
                    rate.code(),
                    rate.text(),
                    rate.value(counts.of(rate.of())).map(Object::toString).orElse(null),
                    link.ofNumber(rate.of())));
    for (Measure measure : counts.plan().unknown()) {
      if (counts.of(measure) > 0) {
        add("unknown", measure, Long.toString(counts.of(measure)), link.ofUnknown(measure.code()));
      }
    }
  }

  private void add(String part, Measure measure, String value, String grievances) {
    add(part, measure.code(), measure.text(), value, grievances);
  }

  private void add(String... cells) {
    lines.add(new NumberLine(Arrays.asList(cells)));
  }

  @Override
  public List<String> columns() {
    return COLUMNS;
  }

  @Override
  public OptionalLong count() {
    return OptionalLong.of(lines.size());
  }

  @Override
  public Iterator<Line> iterator() {
    return lines.iterator();
  }

  private record NumberLine(List<String> cells) implements Line {

    @Override
    public Data object() {
      return json -> {
        json.writeStartObject();
        for (int column = 0; column < COLUMNS.size(); column++) {
          JsonValues.write(json, COLUMNS.get(column), cells.get(column));
        }
        json.writeEndObject();
      };
    }
  }
}
