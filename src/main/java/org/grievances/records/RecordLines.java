package org.grievances.records;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import org.grievances.item.Lines;
import org.grievances.schema.Field;
import org.grievances.schema.Table;

/** Records, one a line, read as they are written. */
public final class RecordLines implements Lines {
  private final Table table;
  private final Supplier<Object[]> rows;
  private final Runnable end;
  private final boolean raw;

  /**
   * @param rows supplies the values of the next record, and null after the last
   * @param end what is to be done when no more records are read
   * @param raw whether texts in CSV are as they are, even if a spreadsheet runs them
   */
  public RecordLines(Table table, Supplier<Object[]> rows, Runnable end, boolean raw) {
    this.table = table;
    this.rows = rows;
    this.end = end;
    this.raw = raw;
  }

  @Override
  public List<String> columns() {
    return table.fields().stream().map(Field::name).toList();
  }

  @Override
  public Iterator<Line> iterator() {
    return new Iterator<>() {
      private Object[] next = rows.get();

      @Override
      public boolean hasNext() {
        return next != null;
      }

      @Override
      public Line next() {
        if (next == null) {
          throw new NoSuchElementException();
        }
        Object[] values = next;
        next = rows.get();
        return new Line(cells(values), new RecordData(table, values));
      }
    };
  }

  private List<String> cells(Object[] values) {
    List<String> cells = new ArrayList<>(values.length);
    for (Object value : values) {
      cells.add(value instanceof String text && !raw ? Line.cell(text) : RecordData.text(value));
    }
    return cells;
  }

  @Override
  public void close() {
    end.run();
  }
}
