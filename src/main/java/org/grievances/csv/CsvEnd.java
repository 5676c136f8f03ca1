package org.grievances.csv;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.util.List;
import java.util.UUID;

/**
 * Adds a last row to CSV, by which its end is known: if it is not seen as a row, then a quote
 * before it never ended, which the parser does not tell.
 */
public final class CsvEnd extends FilterReader {
  private final String mark = UUID.randomUUID().toString();
  private final String lastRow = "\n" + mark;
  private int added = -1;

  public CsvEnd(Reader text) {
    super(text);
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    if (added < 0) {
      int read = super.read(buffer, offset, length);
      if (read >= 0) {
        return read;
      }
      added = 0;
    }
    if (added == lastRow.length()) {
      return -1;
    }
    int more = Math.min(length, lastRow.length() - added);
    lastRow.getChars(added, added + more, buffer, offset);
    added += more;
    return more;
  }

  /** Whether a row is the added one. */
  public boolean isMark(List<String> row) {
    return row.size() == 1 && mark.equals(row.get(0));
  }
}
