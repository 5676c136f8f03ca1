package org.grievances.loader;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.grievances.csv.CsvRow;
import org.grievances.csv.CsvRowHandler;
import org.grievances.csv.FormulaGuard;
import org.grievances.csv.ParseErrors;
import org.grievances.csv.Separator;

/**
 * Rows of CSV, sent as CSV in the service's names, without the columns that are left out and the
 * apostrophes of a {@link FormulaGuard}.
 */
final class CsvRows implements Rows {
  private static final int MAX_FIELD = 1024 * 1024;

  private final Charset charset;
  private final CsvRowHandler handler = new CsvRowHandler(false);
  private final CloseableIterator<CsvRow> rows;
  private final List<String> columns;
  private final ColumnMap map;
  private final Guard guard;
  private long guardedRows;
  private Sent sent;

  /** The members to which columns go, and the positions of these columns. */
  private record Sent(List<String> members, List<Integer> positions, int key) {}

  CsvRows(InputStream in, Rows.Options options, ColumnMap map) {
    this.charset = options.charset();
    this.map = map;
    BufferedReader text = FileText.decode(in, charset);
    try {
      char shown = options.separator() == null ? Separator.of(text) : options.separator();
      this.rows =
          CsvReader.builder()
              .fieldSeparator(shown)
              .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
              .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
              .allowUnclosedQuote(false)
              .maxBufferSize(MAX_FIELD)
              .build(handler, text)
              .iterator();
    } catch (IOException unreadable) {
      throw FileText.failure(unreadable, charset);
    }
    CsvRow header = read();
    if (header == null) {
      throw StopException.usage("The file is empty; its first row must name the columns.");
    }
    List<String> names = texts(header).stream().map(String::strip).toList();
    this.guard = guard(options.isGuarded(), names);
    this.columns = guard.isTakenOff() ? names.stream().map(FormulaGuard::unguard).toList() : names;
  }

  private static Guard guard(Boolean isGuarded, List<String> columns) {
    if (isGuarded != null) {
      return isGuarded ? Guard.TAKEN_OFF : Guard.KEPT;
    }
    return ServiceColumns.match(columns) ? Guard.RECOGNIZED : Guard.NOT_RECOGNIZED;
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public Guard guard() {
    return guard;
  }

  @Override
  public long guardedRows() {
    return guardedRows;
  }

  @Override
  public void checkMembers() {
    sent();
    sent = null;
  }

  /** Known only once the map knows which columns are left out. */
  private Sent sent() {
    if (sent == null) {
      List<String> members = new ArrayList<>();
      List<Integer> positions = new ArrayList<>();
      Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
      int key = -1;
      for (int position = 0; position < columns.size(); position++) {
        String member = map.member(columns.get(position));
        if (member == null) {
          continue;
        }
        if (!seen.add(member)) {
          throw StopException.usage("Two columns go to the same member: " + member);
        }
        key = member.equalsIgnoreCase(KEY) ? position : key;
        members.add(member);
        positions.add(position);
      }
      if (key < 0) {
        throw StopException.usage(
            "No column goes to %s; the columns are: %s".formatted(KEY, String.join(", ", columns)));
      }
      sent = new Sent(members, positions, key);
    }
    return sent;
  }

  @Override
  public String header() {
    return CsvText.row(sent().members()) + "\n";
  }

  @Override
  public Row next() {
    CsvRow row = read();
    if (row == null) {
      return null;
    }
    List<String> fields = unguarded(texts(row));
    List<String> texts = new ArrayList<>(sent().positions().size());
    for (int position : sent().positions()) {
      texts.add(position < fields.size() ? fields.get(position) : "");
    }
    String text = CsvText.row(texts);
    long at = row.line();
    if (fields.size() != columns.size()) {
      String counts = " has %d fields, but the header row has %d";
      return new Row(
          at, text, null, "Line " + at + counts.formatted(fields.size(), columns.size()));
    }
    return new Row(at, text, Row.key(fields.get(sent.key())), null);
  }

  /** The fields of a row, of which the parser gives empty ones as null. */
  private static List<String> texts(CsvRow row) {
    return row.fields().stream().map(field -> Objects.requireNonNullElse(field, "")).toList();
  }

  private List<String> unguarded(List<String> fields) {
    if (guard == Guard.KEPT) {
      return fields;
    }
    List<String> unguarded = fields.stream().map(FormulaGuard::unguard).toList();
    guardedRows += unguarded.equals(fields) ? 0 : 1;
    return guard.isTakenOff() ? unguarded : fields;
  }

  /** Null after the last. */
  private CsvRow read() {
    try {
      return rows.hasNext() ? rows.next() : null;
    } catch (CsvParseException e) {
      ParseErrors.rethrowCause(e);
      throw malformed(e);
    } catch (UncheckedIOException unreadable) {
      throw FileText.failure(unreadable, charset);
    }
  }

  private StopException malformed(CsvParseException e) {
    if (ParseErrors.isUnclosedQuote(e)) {
      return StopException.stopped("A quote in the row at line " + handler.line() + " never ends.");
    }
    return StopException.stopped(
        "The file is not CSV: in the row at line %d text follows a closing quote, or a field has more than %,d characters, maybe because its quote never ends."
            .formatted(handler.line(), MAX_FIELD));
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
