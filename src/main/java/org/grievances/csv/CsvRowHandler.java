package org.grievances.csv;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Collects the fields of each row, without the apostrophes of a {@link FormulaGuard}. Leaves out
 * what spreadsheets write that is no row of data: rows of separators and blanks alone, the line
 * that tells Excel the separator, rows without visible text before the header row, and the
 * character that ended files of DOS.
 */
public final class CsvRowHandler extends AbstractBaseCsvCallbackHandler<CsvRow> {
  private static final Pattern EXCEL_LINE = Pattern.compile("(?i)sep=(\\t|[^\\w\\s])?");
  private static final String DOS_END_OF_FILE = "\u001A";

  private final boolean isGuarded;
  private final boolean hasEmptyTexts;
  private List<String> fields = List.of();
  private int count;
  private boolean isBlank;
  private boolean hasText;
  private boolean isBeforeFirstRow = true;

  /**
   * @param isGuarded whether the fields have such apostrophes
   */
  public CsvRowHandler(boolean isGuarded) {
    this(isGuarded, false);
  }

  /**
   * @param isGuarded whether the fields have such apostrophes
   * @param hasEmptyTexts whether {@code ""} is an empty text; otherwise it is null
   */
  public CsvRowHandler(boolean isGuarded, boolean hasEmptyTexts) {
    this.isGuarded = isGuarded;
    this.hasEmptyTexts = hasEmptyTexts;
  }

  @Override
  protected void handleBegin(long line) {
    fields = new ArrayList<>(count);
    isBlank = true;
    hasText = false;
  }

  /** A quoted field counts, so that a program can write a row without text. */
  @Override
  protected void handleField(int index, char[] text, int offset, int length, boolean quoted) {
    isBlank = isBlank && !quoted && ColumnNames.isBlank(CharBuffer.wrap(text, offset, length));
    boolean isNull = length == 0 && !(quoted && hasEmptyTexts);
    String field = isNull ? null : new String(text, offset, length);
    hasText = hasText || isBeforeFirstRow && hasText(field);
    fields.add(isGuarded && field != null ? FormulaGuard.unguard(field) : field);
  }

  /** Null for what is no row of data, which the parser then leaves out. */
  @Override
  protected CsvRow buildRecord() {
    if (isBlank || isDosEndOfFile() || isBeforeFirstRow && (!hasText || isExcelLine())) {
      return null;
    }
    isBeforeFirstRow = false;
    count = fields.size();
    return new CsvRow(line(), Collections.unmodifiableList(fields));
  }

  private static boolean hasText(String field) {
    return field != null && !ColumnNames.withoutMarks(field).isEmpty();
  }

  private boolean isDosEndOfFile() {
    return fields.size() == 1 && DOS_END_OF_FILE.equals(fields.get(0));
  }

  private boolean isExcelLine() {
    return fields.get(0) != null
        && EXCEL_LINE.matcher(fields.get(0)).matches()
        && fields.stream().skip(1).allMatch(Objects::isNull);
  }

  /** The line at which the row begins that is being read. */
  public long line() {
    return getStartingLineNumber();
  }
}
