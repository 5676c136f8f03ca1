package org.grievances.item.part;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.grievances.csv.CsvRow;
import org.grievances.item.CsvColumns;
import org.grievances.item.CsvRows;
import org.grievances.item.FieldValue;
import org.grievances.item.MismatchedField;
import org.grievances.item.OutcomeMembers;
import org.grievances.json.JsonText;
import org.grievances.schema.Table;

/** Rows of CSV as they were sent. */
final class SentRows implements SentItems {
  private final CsvRows rows;
  private final Table table;
  private final CsvColumns columns;

  /** The positions of the columns that are not of an earlier outcome. */
  private final int[] kept;

  SentRows(CsvRows rows, Table table) {
    this.rows = rows;
    this.table = table;
    this.columns = CsvColumns.of(table, rows.columns());
    this.kept = OutcomeMembers.othersIn(columns.names());
  }

  @Override
  public List<String> columns() {
    return IntStream.of(kept).mapToObj(columns.names()::get).toList();
  }

  @Override
  public SentItem next() {
    return new SentRow(rows.next());
  }

  @Override
  public void close() {
    rows.close();
  }

  private final class SentRow implements SentItem {
    private final CsvRow row;

    SentRow(CsvRow row) {
      this.row = row;
    }

    @Override
    public OptionalLong line() {
      return OptionalLong.of(row.line());
    }

    /** A row with too few fields has one beyond the columns, so that it is refused again. */
    @Override
    public List<String> cells(List<String> names) {
      List<String> fields = row.fields();
      List<String> cells = new ArrayList<>(fields.size());
      for (int column : kept) {
        cells.add(column < fields.size() ? fields.get(column) : null);
      }
      if (fields.size() < columns.size()) {
        cells.add(null);
      } else {
        cells.addAll(fields.subList(columns.size(), fields.size()));
      }
      return cells;
    }

    @Override
    public List<String> otherColumns() {
      return List.of();
    }

    @Override
    public List<Member> members() {
      return IntStream.concat(
              IntStream.of(kept),
              IntStream.range(columns.size(), Math.max(columns.size(), row.fields().size())))
          .mapToObj(this::member)
          .toList();
    }

    private Member member(int index) {
      boolean isSent = index < row.fields().size();
      boolean isMatched = isSent && index < columns.size();
      return new Member(
          isMatched ? name(index) : MismatchedField.name(index),
          isSent ? json(index, row.fields().get(index)) : "null");
    }
  }

  /** The name of a column in JSON, whose members are case-sensitive. */
  private String name(int column) {
    int position = columns.positions()[column];
    String name = columns.names().get(column);
    if (position >= 0) {
      return table.fields().get(position).name();
    }
    return MismatchedField.isName(name) ? "column " + (column + 1) : name;
  }

  private String json(int column, String text) {
    if (text == null) {
      return "null";
    }
    int position = column < columns.size() ? columns.positions()[column] : -1;
    return position < 0
        ? JsonText.quote(text)
        : FieldValue.of(table.fields().get(position)).toJson(text);
  }
}
