package org.grievances.changes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.grievances.database.history.HistoryEntry;
import org.grievances.database.history.RecordChange;
import org.grievances.item.Lines;
import org.grievances.json.JsonText;
import org.grievances.json.JsonValues;
import org.grievances.schema.Field;
import org.grievances.schema.Table;

/** Changes, one per line. In CSV, the members of the record follow those of the change. */
final class ChangeLines implements Lines {
  private static final List<String> OF_CHANGE =
      List.of("change", "at", "user", "client", "activityID");

  private final Table table;
  private final List<RecordChange> changes;

  ChangeLines(Table table, List<RecordChange> changes) {
    this.table = table;
    this.changes = changes;
  }

  @Override
  public List<String> columns() {
    return Stream.concat(OF_CHANGE.stream(), table.fields().stream().map(Field::name)).toList();
  }

  @Override
  public OptionalLong count() {
    return OptionalLong.of(changes.size());
  }

  @Override
  public Iterator<Line> iterator() {
    return changes.stream().<Line>map(change -> new ChangeLine(table, change)).iterator();
  }

  private record ChangeLine(Table table, RecordChange change) implements Line {

    @Override
    public List<String> cells() {
      HistoryEntry.Origin origin = change.origin();
      List<String> cells =
          new ArrayList<>(
              Arrays.asList(
                  change.change().text(),
                  JsonValues.text(origin.date()),
                  origin.user(),
                  origin.client(),
                  origin.activity()));
      for (Object value : values()) {
        cells.add(JsonValues.text(value));
      }
      return cells;
    }

    /** A record that was deleted has a key only. */
    private Object[] values() {
      if (change.after() != null) {
        return change.after();
      }
      Object[] values = new Object[table.fields().size()];
      values[table.position(table.keyField().name())] = change.key();
      return values;
    }

    @Override
    public JsonText object() {
      return new ChangeData(table, change);
    }
  }
}
