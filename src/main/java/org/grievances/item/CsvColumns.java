package org.grievances.item;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.grievances.csv.ColumnNames;
import org.grievances.failure.ErrorCode;
import org.grievances.failure.RequestError;
import org.grievances.item.ItemReader.Members;
import org.grievances.schema.Table;

/**
 * Maps the columns of CSV to fields.
 *
 * @param names as in the header row
 * @param positions of their fields in the table; -1 when there is none
 */
public record CsvColumns(List<String> names, int[] positions) {

  /**
   * Finds the fields by their names in any case, also if invisible characters are in them.
   *
   * @throws org.grievances.failure.FailureException {@code MALFORMED_REQUEST} if a field has two
   *     columns
   */
  public static CsvColumns of(Table table, List<String> names) {
    int[] positions = names.stream().mapToInt(name -> position(table, name)).toArray();
    Set<Integer> seen = new HashSet<>();
    for (int position : positions) {
      if (position >= 0 && !seen.add(position)) {
        String twice = table.fields().get(position).name();
        String message = "The header row names " + twice + " twice.";
        throw JsonCursor.malformed(RequestError.of(ErrorCode.DUPLICATE_MEMBER, twice, message));
      }
    }
    return new CsvColumns(names, positions);
  }

  /**
   * The same columns, if they are enough.
   *
   * @throws org.grievances.failure.FailureException {@code MALFORMED_REQUEST} if the key that items
   *     must have is missing; if they have none, if there is no field at all
   */
  public CsvColumns checked(Table table, Members members) {
    int key = table.position(table.sentKey().name());
    if (members.areKeyless() ? Arrays.stream(positions).allMatch(each -> each < 0) : !has(key)) {
      String message =
          "The header row must name "
              + (members.areKeyless() ? "the members of the items" : table.sentKey().name())
              + "; fields are separated by commas, semicolons, tabs or bars, or as the type says:"
              + " text/csv; delimiter=\";\".";
      String lacking = members.areKeyless() ? null : table.sentKey().name();
      throw JsonCursor.malformed(RequestError.of(ErrorCode.REQUIRED, lacking, message));
    }
    return this;
  }

  /** Whether a field has a column. */
  private boolean has(int field) {
    return Arrays.stream(positions).anyMatch(position -> position == field);
  }

  /** How many fields a header row names. */
  static int count(Table table, List<String> header) {
    return (int)
        ColumnNames.of(header).stream()
            .mapToInt(name -> position(table, name))
            .filter(position -> position >= 0)
            .distinct()
            .count();
  }

  /** Whether a column of that name is that of a field. */
  public static boolean isOfField(Table table, String name) {
    return position(table, name) >= 0;
  }

  private static int position(Table table, String column) {
    String name = ColumnNames.withoutMarks(column);
    for (int position = 0; position < table.fields().size(); position++) {
      if (table.fields().get(position).name().equalsIgnoreCase(name)) {
        return position;
      }
    }
    return -1;
  }

  /** The label of a column in an error: its name, or its number if it has none. */
  String label(int column) {
    String name = names.get(column);
    return name.isBlank() ? "column " + (column + 1) : name;
  }

  public int size() {
    return names.size();
  }
}
