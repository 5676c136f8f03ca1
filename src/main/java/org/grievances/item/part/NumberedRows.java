package org.grievances.item.part;

import java.io.InputStream;
import java.util.List;
import org.grievances.csv.CsvRow;
import org.grievances.item.CsvRows;
import org.grievances.item.CsvText;

/** The rows of a part, each of which begins with its line number in the body. */
final class NumberedRows implements CsvRows {
  static final String LINE = "line";

  private final CsvText text;

  NumberedRows(InputStream in) {
    this.text = new CsvText(in);
  }

  @Override
  public List<String> columns() {
    return withoutFirst(text.columns());
  }

  @Override
  public CsvRow next() {
    CsvRow row = text.next();
    return row == null
        ? null
        : new CsvRow(Long.parseLong(row.fields().get(0)), withoutFirst(row.fields()));
  }

  private static List<String> withoutFirst(List<String> fields) {
    return fields.subList(1, fields.size());
  }

  @Override
  public void close() {
    text.close();
  }
}
