package org.grievances.reports;

import java.util.ArrayList;
import java.util.List;

/**
 * The columns of a universe, in their order, and how its file is written.
 *
 * @param hasHeader whether the first line has the names of the columns
 */
record Layout(List<LayoutColumn> columns, char separator, boolean hasHeader) {

  /** The cells of a row; null for an empty one. */
  List<String> texts(List<Object> values, ReportPeriod period) {
    List<String> texts = new ArrayList<>();
    for (int column = 0; column < columns.size(); column++) {
      String text = columns.get(column).text(values.get(column), period);
      texts.add(text == null || text.isEmpty() ? null : text);
    }
    return texts;
  }
}
