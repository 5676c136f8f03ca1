package org.grievances.reports;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.grievances.item.Lines;
import org.grievances.json.Data;
import org.grievances.json.JsonValues;
import org.grievances.schema.Field;
import tools.jackson.core.JsonGenerator;

/**
 * A row of a report.
 *
 * @param values of the columns, in their order
 */
record ReportRow(Integer key, List<String> columns, List<Object> values)
    implements Lines.Line, Data {

  /**
   * @param fields that were read of the grievance, its key first
   */
  static ReportRow of(RowPlan plan, CodeMap map, List<Field> fields, Object[] read) {
    Function<Field, Object> values = field -> read[fields.indexOf(field)];
    List<Object> cells = new ArrayList<>();
    plan.columns().forEach(column -> cells.add(column.value(map, (Integer) read[0], values)));
    return new ReportRow(
        (Integer) read[0], plan.columns().stream().map(Column::name).toList(), cells);
  }

  /** The same, written as a layout says. */
  ReportRow in(Optional<Layout> layout, ReportPeriod period) {
    return layout
        .map(each -> new ReportRow(key, columns, new ArrayList<>(each.texts(values, period))))
        .orElse(this);
  }

  @Override
  public List<String> cells() {
    List<String> cells = new ArrayList<>(values.size());
    values.forEach(value -> cells.add(JsonValues.text(value)));
    return cells;
  }

  @Override
  public Data object() {
    return this;
  }

  @Override
  public void write(JsonGenerator json) {
    json.writeStartObject();
    for (int column = 0; column < columns.size(); column++) {
      JsonValues.write(json, columns.get(column), values.get(column));
    }
    json.writeEndObject();
  }
}
