package org.grievances.csv;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Collects the fields of each row. */
public final class CsvRowHandler extends AbstractBaseCsvCallbackHandler<CsvRow> {
  private List<String> fields = List.of();
  private int count;

  @Override
  protected void handleBegin(long line) {
    fields = new ArrayList<>(count);
  }

  @Override
  protected void handleField(int index, char[] text, int offset, int length, boolean quoted) {
    fields.add(length == 0 ? null : new String(text, offset, length));
  }

  @Override
  protected CsvRow buildRecord() {
    count = fields.size();
    return new CsvRow(line(), Collections.unmodifiableList(fields));
  }

  /** The line at which the row begins that is being read. */
  public long line() {
    return getStartingLineNumber();
  }
}
