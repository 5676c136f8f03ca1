package org.grievances.item;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    public Map<String, String> members() {
      Map<String, String> members = new LinkedHashMap<>();
      for (int column = 0; column < Math.min(names.size(), fields.size()); column++) {
        String field = fields.get(column);
        members.put(names.get(column), field == null ? "null" : JsonText.quote(field));
      }
      return members;
    }
  }
}
