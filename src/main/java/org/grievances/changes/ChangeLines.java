package org.grievances.changes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.grievances.database.history.HistoryEntry;
import org.grievances.item.Lines;
import org.grievances.json.JsonText;
import org.grievances.json.JsonValues;
import org.grievances.schema.Field;
import org.grievances.schema.Table;

/**
 * Changes, one per line. In CSV, the members of the record follow those of the change; its key is
 * one of them also if it is not requested.
 */
final class ChangeLines implements Lines {
  private static final List<String> OF_CHANGE =
      List.of("change", "at", "user", "client", "activityID");

  private final List<Field> ofRecord;
  private final List<ChangeData> changes;

  /**
   * @param fields that are requested of the record after each change
   */
  ChangeLines(Table table, List<Field> fields, List<ChangeData> changes) {
    this.ofRecord =
        fields.contains(table.keyField())
            ? fields
            : Stream.concat(Stream.of(table.keyField()), fields.stream()).toList();
    this.changes = changes;
  }

  @Override
  public List<String> columns() {
    return Stream.concat(OF_CHANGE.stream(), ofRecord.stream().map(Field::name)).toList();
  }

  @Override
  public OptionalLong count() {
    return OptionalLong.of(changes.size());
  }

  @Override
  public Iterator<Line> iterator() {
    return changes.stream().<Line>map(change -> new ChangeLine(ofRecord, change)).iterator();
  }

  private record ChangeLine(List<Field> ofRecord, ChangeData data) implements Line {

    @Override
    public List<String> cells() {
      HistoryEntry.Origin origin = data.change().origin();
      List<String> cells =
          new ArrayList<>(
              Arrays.asList(
                  data.change().change().text(),
                  JsonValues.text(origin.date()),
                  origin.user(),
                  origin.client(),
                  origin.activity()));
      for (Object value : data.valuesAfter(ofRecord)) {
        cells.add(JsonValues.text(value));
      }
      return cells;
    }

    @Override
    public JsonText object() {
      return data;
    }
  }
}
