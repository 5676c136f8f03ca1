package org.grievances.csv;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Collects the fields of each row, without the apostrophes of a {@link FormulaGuard}. */
public final class CsvRowHandler extends AbstractBaseCsvCallbackHandler<CsvRow> {
  private final boolean isGuarded;
  private final boolean hasEmptyTexts;
  private List<String> fields = List.of();
  private int count;

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
  }

  @Override
  protected void handleField(int index, char[] text, int offset, int length, boolean quoted) {
    boolean isNull = length == 0 && !(quoted && hasEmptyTexts);
    String field = isNull ? null : new String(text, offset, length);
    fields.add(isGuarded && field != null ? FormulaGuard.unguard(field) : field);
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
