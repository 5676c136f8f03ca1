package org.grievances.loader;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.List;
import org.grievances.csv.ColumnNames;
import org.grievances.csv.FormulaGuard;

/** Fields as they are written in CSV. */
final class CsvText {
  private static final String QUOTED = ",;\t\"\r\n\u001A";
  private static final int MAX_FIELD = 8 * Row.MAX_TOKEN;
  private static final int LARGE_ROW = 64 * 1024;

  private CsvText() {}

  /**
   * A row without a line end. One of blanks has quotes, since it would be left out without them.
   */
  static String row(List<String> fields) {
    return row(fields, ',');
  }

  /** The same with another separator. */
  static String row(List<String> fields, char separator) {
    StringBuilder row = new StringBuilder(length(fields));
    boolean isBlank = fields.stream().allMatch(ColumnNames::isBlank);
    for (int i = 0; i < fields.size(); i++) {
      boolean isQuoted =
          i == 0 && isBlank || i == 1 && FormulaGuard.mustBeQuoted(fields.get(0), fields.get(1));
      if (i > 0) {
        row.append(separator);
      }
      row.append(isQuoted ? quoted(fields.get(i)) : field(fields.get(i), separator));
    }
    return row.toString();
  }

  /** About as long as the row becomes, so that a large one is not copied while it grows. */
  private static int length(List<String> fields) {
    int length = 0;
    for (String field : fields) {
      length += field.length() + 3;
    }
    return length;
  }

  /** A field, in quotes where it needs them. */
  static String field(String field, char separator) {
    return needsQuotes(field, separator) ? quoted(field) : field;
  }

  private static String quoted(String field) {
    return '"' + field.replace("\"", "\"\"") + '"';
  }

  private static boolean needsQuotes(String field, char separator) {
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == separator || QUOTED.indexOf(c) >= 0) {
        return true;
      }
    }
    return false;
  }

  /** The fields of a row. */
  static List<String> fields(String row) {
    return fields(row, ',');
  }

  /** The same with another separator. */
  static List<String> fields(String row, char separator) {
    try (CsvReader<CsvRecord> rows = reader(row, separator)) {
      return rows.iterator().next().getFields();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The parser copies a string at once; of what it reads, it holds one field. */
  private static CsvReader<CsvRecord> reader(String row, char separator) {
    CsvReader.CsvReaderBuilder reader =
        CsvReader.builder().fieldSeparator(separator).maxBufferSize(MAX_FIELD);
    return row.length() > LARGE_ROW
        ? reader.ofCsvRecord(new StringReader(row))
        : reader.ofCsvRecord(row);
  }
}
