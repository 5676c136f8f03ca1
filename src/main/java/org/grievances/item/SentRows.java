package org.grievances.item;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.grievances.csv.CsvRow;
import org.grievances.schema.Field;
import org.grievances.schema.Table;

/** Rows of CSV as they were sent. */
final class SentRows implements SentItems {
  /** A number of JSON, maybe after a plus sign or zeros, which do not count in CSV. */
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?:\\+(?!-))?(-?)0*((?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?(?:[eE][+-]?[0-9]++)?)");

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
    return position < 0 ? JsonText.quote(text) : json(table.fields().get(position), text);
  }

  /** A value as JSON; an invalid one is a string, which is refused as in CSV. */
  private static String json(Field field, String text) {
    String value = text.strip();
    return switch (field.kind()) {
      case INTEGER -> {
        Matcher number = NUMBER.matcher(value);
        yield number.matches() ? number.group(1) + number.group(2) : JsonText.quote(text);
      }
      case BOOLEAN ->
          value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false")
              ? value.toLowerCase(Locale.ROOT)
              : JsonText.quote(text);
      case DATE_TIME -> JsonText.quote(value);
      case TEXT -> JsonText.quote(text);
    };
  }
}
