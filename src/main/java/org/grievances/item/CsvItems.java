package org.grievances.item;

import java.io.InputStream;
import java.time.ZoneId;
import java.util.NoSuchElementException;
import org.grievances.csv.CsvRow;
import org.grievances.failure.ErrorCode;
import org.grievances.item.ItemReader.Members;
import org.grievances.schema.Codes;
import org.grievances.schema.Table;

/**
 * Validates each row of CSV as it is read. The header row names the members, in any order and case.
 * Fails the request with {@code TOO_LARGE} if there are too many rows, and with {@code
 * MALFORMED_REQUEST} if the text is not CSV or lacks a column that items must have.
 */
public final class CsvItems implements Items {
  private final CsvRows rows;
  private final CsvColumns columns;
  private final Table table;
  private final Members members;
  private final ZoneId zone;
  private final Codes codes;
  private final int maxItems;
  private CsvRow next;
  private int items;

  /**
   * @param zone in which date-times without an offset are local time
   * @param codes the codes that an item may contain
   */
  public CsvItems(
      InputStream in,
      CsvForm form,
      Table table,
      Members members,
      ZoneId zone,
      Codes codes,
      int maxItems) {
    this(new CsvText(in, form, table), table, members, zone, codes, maxItems);
  }

  public CsvItems(
      CsvRows rows, Table table, Members members, ZoneId zone, Codes codes, int maxItems) {
    this.rows = rows;
    this.columns = CsvColumns.of(table, rows.columns()).checked(table, members);
    this.table = table;
    this.members = members;
    this.zone = zone;
    this.codes = codes;
    this.maxItems = maxItems;
    this.next = rows.next();
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public Item next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    if (++items > maxItems) {
      throw ItemReader.tooMany(maxItems);
    }
    Item item = item(next);
    next = rows.next();
    return item;
  }

  private Item item(CsvRow row) {
    if (row.fields().size() != columns.size()) {
      String fields = " fields, but the header row has ";
      return invalid(
          row, ErrorCode.FIELD_COUNT, "has " + row.fields().size() + fields + columns.size());
    }
    if (row.fields().stream().anyMatch(CsvItems::isTooLong)) {
      return invalid(
          row,
          ErrorCode.MALFORMED,
          "has a field of more than " + JsonCursor.MAX_TOKEN_LENGTH + " characters");
    }
    ItemBuilder draft = new ItemBuilder(table, members, zone);
    for (int column = 0; column < columns.size(); column++) {
      draft.read(columns.label(column), columns.positions()[column], row.fields().get(column));
    }
    Item item = draft.finish(null, codes);
    return item instanceof Item.Invalid invalid
        ? new Item.Invalid(invalid.key(), invalid.errors().atLine(row.line()))
        : item;
  }

  private static Item invalid(CsvRow row, ErrorCode code, String reason) {
    return new Item.Invalid(null, ItemErrors.of(code, reason).atLine(row.line()));
  }

  private static boolean isTooLong(String field) {
    return field != null && field.length() > JsonCursor.MAX_TOKEN_LENGTH;
  }

  @Override
  public void close() {
    rows.close();
  }
}
