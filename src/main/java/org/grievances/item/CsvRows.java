package org.grievances.item;

import java.util.List;
import org.grievances.csv.CsvRow;

/** Rows of CSV below a header row. */
public interface CsvRows extends AutoCloseable {

  /** The names in the header row. */
  List<String> columns();

  /** The next row; null after the last. */
  CsvRow next();

  @Override
  void close();
}
