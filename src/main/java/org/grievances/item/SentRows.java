package org.grievances.item;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.List;

/** Rows of CSV as they were sent. */
record SentRows(CsvRows rows) implements SentItems {

  @Override
  public List<String> columns() {
    return rows.columns();
  }

  @Override
  public SentItem next() {
    return new SentRow(rows.columns(), rows.next().fields());
  }

  @Override
  public void close() {
    rows.close();
  }

  private record SentRow(List<String> names, List<String> fields) implements SentItem {

    @Override
    public List<String> cells(List<String> columns) {
      List<String> cells = new ArrayList<>(fields);
      while (cells.size() < columns.size()) {
        cells.add(null);
      }
      return cells;
    }

    @Override
    public JsonObject members() {
      JsonObjectBuilder members = Json.createObjectBuilder();
      for (int column = 0; column < Math.min(names.size(), fields.size()); column++) {
        String field = fields.get(column);
        if (field == null) {
          members.addNull(names.get(column));
        } else {
          members.add(names.get(column), field);
        }
      }
      return members.build();
    }
  }
}
