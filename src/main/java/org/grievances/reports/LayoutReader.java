package org.grievances.reports;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.grievance.Grievance;
import org.grievances.schema.Field;

/** Reads a layout: CSV with a row for each column of the report. */
final class LayoutReader {
  static final List<String> HEADER = List.of("column", "source", "format", "length", "none");

  /** Before the name of a scheme, whose codes the column has. */
  private static final String CODES = "codes.";

  private static final int MAX_COLUMNS = 300;
  private static final int MAX_NAME = 200;
  private static final Pattern LENGTH = Pattern.compile("[1-9][0-9]{0,3}");
  private static final Pattern DATE_FORMAT = Pattern.compile("[yMdHhmsaS ./:,T-]{1,40}");
  private static final Pattern FLAGS = Pattern.compile("[^/]{1,20}/[^/]{1,20}");

  private LayoutReader() {}

  /**
   * @throws FailureException {@code MALFORMED_REQUEST} with the line and what is wrong there
   */
  static Layout read(String csv, LayoutForm form) {
    List<LayoutColumn> columns = new ArrayList<>();
    Set<String> names = new HashSet<>();
    int line = 0;
    for (List<String> row : rows(csv)) {
      line++;
      if (line == 1) {
        if (!row.equals(HEADER)) {
          throw invalid(line, "must be " + String.join(",", HEADER));
        }
        continue;
      }
      columns.add(column(line, row));
      if (!names.add(row.get(0))) {
        throw invalid(line, "has a column that an earlier line has");
      }
    }
    if (columns.isEmpty() || columns.size() > MAX_COLUMNS) {
      throw invalid(line, "is the last: a layout has 1 to " + MAX_COLUMNS + " columns");
    }
    return new Layout(List.copyOf(columns), form.separator(), form.hasHeader());
  }

  private static List<List<String>> rows(String csv) {
    try {
      return CsvReader.builder().ofCsvRecord(csv).stream().map(CsvRecord::getFields).toList();
    } catch (CsvParseException e) {
      throw new FailureException(ProblemType.MALFORMED_REQUEST, "The layout is not CSV.");
    }
  }

  private static LayoutColumn column(int line, List<String> row) {
    if (row.size() != HEADER.size()) {
      throw invalid(line, "must have " + HEADER.size() + " cells");
    }
    String name = row.get(0);
    if (name.isEmpty() || name.length() > MAX_NAME) {
      throw invalid(line, "must have a column of 1 to " + MAX_NAME + " characters");
    }
    Column column = source(line, name, row.get(1));
    String length = row.get(3);
    if (!length.isEmpty() && !LENGTH.matcher(length).matches()) {
      throw invalid(line, "must have a length from 1 to 9999, or none");
    }
    return new LayoutColumn(
        column,
        format(line, column, row.get(2)),
        length.isEmpty() ? 0 : Integer.parseInt(length),
        none(row.get(4)));
  }

  /** A cell may be empty if its text is {@code EMPTY}. */
  private static Optional<String> none(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(text.equals("EMPTY") ? "" : text);
  }

  private static Column source(int line, String name, String source) {
    if (source.isEmpty()) {
      return new Column(name, Optional.empty(), Optional.empty());
    }
    if (source.startsWith(CODES)) {
      return Column.ofScheme(name, source.substring(CODES.length()));
    }
    if (Grievance.STORED.position(source) < 0) {
      throw invalid(line, "has a source that is no member of a grievance or its case");
    }
    return Column.of(name, source);
  }

  private static String format(int line, Column column, String format) {
    Optional<Field.Kind> kind = column.field().map(Field::kind);
    if (kind.equals(Optional.of(Field.Kind.DATE_TIME))) {
      checkDateFormat(line, format);
    } else if (kind.equals(Optional.of(Field.Kind.BOOLEAN))) {
      if (!format.isEmpty() && !FLAGS.matcher(format).matches()) {
        throw invalid(line, "must have a format such as Y/N");
      }
    } else if (!format.isEmpty()) {
      throw invalid(line, "has a format, which only dates and booleans have");
    }
    return format;
  }

  private static void checkDateFormat(int line, String format) {
    try {
      if (DATE_FORMAT.matcher(format).matches()) {
        DateTimeFormatter.ofPattern(format, Locale.ROOT).format(LocalDateTime.now());
        return;
      }
    } catch (RuntimeException e) {
      // It is none.
    }
    throw invalid(line, "must have a format of dates such as yyyy/MM/dd");
  }

  private static FailureException invalid(int line, String reason) {
    return new FailureException(
        ProblemType.MALFORMED_REQUEST, "Line " + line + " of the layout " + reason + ".");
  }
}
