package org.grievances.loader;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.grievances.csv.ColumnNames;
import org.grievances.csv.CsvRow;
import org.grievances.csv.CsvRowHandler;
import org.grievances.csv.EndOfFileReader;
import org.grievances.csv.FormulaGuard;
import org.grievances.csv.ParseErrors;
import org.grievances.csv.Separator;

/**
 * Rows of CSV, sent as CSV in the service's names, without the columns that are left out and the
 * apostrophes of a {@link FormulaGuard}.
 */
final class CsvRows implements Rows {
  /** A longer field is not held in memory; most likely its quote never ends. */
  private static final int MAX_FIELD = 4 * Row.MAX_TOKEN;

  private static final String RESTART_HINT =
      " What comes before it may have been loaded; correct the file, and load it again with --restart.";

  /** The columns in which this program writes the outcome of a row that was not applied. */
  private static final Set<Integer> OWN_OUTCOME = Set.of(0, 1, 2);

  private final Charset charset;
  private final char separator;
  private final CsvRowHandler handler = new CsvRowHandler(false);
  private final CloseableIterator<CsvRow> rows;
  private final List<String> columns;
  private final Set<Integer> outcome;
  private final ColumnMap map;
  private final Conversion conversion;
  private final Guard guard;
  private long guardedRows;
  private Sent sent;

  /** The members to which columns go, and the positions of these columns. */
  private record Sent(List<String> members, List<Integer> positions, int key) {}

  CsvRows(BufferedReader file, Charset charset, Rows.Options options, ColumnMap map) {
    BufferedReader text = new BufferedReader(new EndOfFileReader(file));
    this.charset = charset;
    this.map = map;
    this.conversion = options.conversion();
    try {
      this.separator =
          options.separator() == null ? Separator.of(text, map::countKnown) : options.separator();
      this.rows =
          CsvReader.builder()
              .fieldSeparator(separator)
              .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
              .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
              .allowUnclosedQuote(false)
              .maxBufferSize(MAX_FIELD)
              .build(handler, text)
              .iterator();
    } catch (IOException e) {
      throw FileText.failure(e, charset);
    }
    CsvRow header = read();
    if (header == null) {
      throw ExitException.usage("The file is empty; its first row must name the columns.");
    }
    List<String> names = ColumnNames.of(header.fields());
    this.outcome = ServiceColumns.outcome(names);
    this.guard = guard(options.isGuarded(), names, outcome);
    this.columns = guard.isTakenOff() ? names.stream().map(FormulaGuard::unguard).toList() : names;
  }

  /** The failed rows of a file that is not guarded are, and are loaded by the same command. */
  private static Guard guard(Boolean isGuarded, List<String> columns, Set<Integer> outcome) {
    if (isGuarded != null && !outcome.equals(OWN_OUTCOME)) {
      return isGuarded ? Guard.REMOVE : Guard.KEEP;
    }
    return ServiceColumns.areGuarded(columns) ? Guard.RECOGNIZED : Guard.NOT_RECOGNIZED;
  }

  @Override
  public List<String> columns() {
    return withoutOutcome(columns);
  }

  @Override
  public FileForm form() {
    return new FileForm(columns(), separator, charset);
  }

  private List<String> withoutOutcome(List<String> fields) {
    if (outcome.isEmpty()) {
      return fields;
    }
    List<String> others = new ArrayList<>(fields.size());
    for (int position = 0; position < fields.size(); position++) {
      if (!outcome.contains(position)) {
        others.add(fields.get(position));
      }
    }
    return others;
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
        String member = outcome.contains(position) ? null : map.member(columns.get(position));
        if (member == null) {
          continue;
        }
        if (!seen.add(member)) {
          throw ExitException.usage("Two columns go to the same member: " + member);
        }
        key = member.equalsIgnoreCase(KEY) ? position : key;
        members.add(member);
        positions.add(position);
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
    long line = row.line();
    List<String> others = withoutOutcome(fields);
    long length = 0;
    boolean isLong = false;
    for (String field : fields) {
      length += field.length();
      isLong |= field.length() > Row.MAX_TOKEN;
    }
    if (isLong) {
      return Row.invalid(line, CsvText.row(others, separator), Row.TOO_LONG);
    }
    if (fields.size() != columns.size()) {
      String error =
          "has %d fields, but the header row has %d".formatted(fields.size(), columns.size());
      return Row.invalid(
          CsvText.row(others, separator), Reason.ofRow(line, RowError.FIELD_COUNT, error));
    }
    return length > Row.MAX_BYTES
        ? Row.tooLarge(line, CsvText.row(others, separator))
        : row(line, fields, others);
  }

  private Row row(long line, List<String> fields, List<String> others) {
    List<String> texts = new ArrayList<>(sent().members().size());
    List<RowError> errors = new ArrayList<>();
    String key = "";
    for (int sending = 0; sending < sent.members().size(); sending++) {
      String member = sent.members().get(sending);
      int position = sent.positions().get(sending);
      String text =
          Objects.requireNonNullElse(conversion.convert(member, fields.get(position), errors), "");
      texts.add(text);
      key = position == sent.key() ? text : key;
    }
    String text = CsvText.row(texts);
    String original =
        separator == ',' && others.equals(texts) ? text : CsvText.row(others, separator);
    return errors.isEmpty()
        ? Row.of(line, text, original, RowKey.of(key))
        : Row.invalid(original, new Reason(line, errors));
  }

  /** The fields of a row, of which the parser gives empty ones as null. */
  private static List<String> texts(CsvRow row) {
    return row.fields().stream().map(field -> Objects.requireNonNullElse(field, "")).toList();
  }

  private List<String> unguarded(List<String> fields) {
    if (guard == Guard.KEEP) {
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
    } catch (UncheckedIOException e) {
      throw FileText.failure(e, charset);
    }
  }

  private ExitException malformed(CsvParseException e) {
    if (ParseErrors.isUnclosedQuote(e)) {
      return ExitException.ended(
          "A quote in the row at line " + handler.line() + " never ends." + RESTART_HINT);
    }
    return ExitException.ended(
        "The file is not CSV: in the row at line %d text follows a closing quote, or a field has more than %,d characters, maybe because its quote never ends."
                .formatted(handler.line(), MAX_FIELD)
            + RESTART_HINT);
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
