package org.grievances.loader;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.grievances.csv.FormulaGuard;

/** Fields as they are written in CSV. */
final class CsvText {
  /** So that a row with nothing in it is not taken for an empty row, which is left out. */
  private static final String NOTHING = "\"\"";

  private CsvText() {}

  /** A row without a line end. */
  static String row(List<String> fields) {
    StringBuilder row = new StringBuilder();
    for (int i = 0; i < fields.size(); i++) {
      boolean isQuoted = i == 1 && FormulaGuard.mustBeQuoted(fields.get(0), fields.get(1));
      append(row.append(i == 0 ? "" : ","), fields.get(i), isQuoted);
    }
    boolean isEmpty = fields.stream().allMatch(String::isEmpty);
    return isEmpty ? NOTHING + row : row.toString();
  }

  private static void append(StringBuilder row, String field, boolean isQuoted) {
    if (isQuoted || needsQuotes(field)) {
      row.append('"').append(field.replace("\"", "\"\"")).append('"');
    } else {
      row.append(field);
    }
  }

  private static boolean needsQuotes(String field) {
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == ',' || c == '"' || c == '\n' || c == '\r' || c == ';' || c == '\t') {
        return true;
      }
    }
    return false;
  }

  /** The fields of a row. */
  static List<String> fields(String row) {
    try (CsvReader<CsvRecord> rows = CsvReader.builder().ofCsvRecord(row)) {
      return rows.iterator().next().getFields();
    } catch (IOException neverInMemory) {
      throw new UncheckedIOException(neverInMemory);
    }
  }
}
