package org.grievances.database;

import static java.util.stream.Collectors.joining;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The codes that the records of one table may hold in one transaction, and what new records get
 * that name none: the lists as they were when the transaction looked them up.
 */
public final class Codes {
  /** For records without codes, and for those whose codes do not count. */
  public static final Codes ANY = new Codes(List.of());

  private final List<Known> lists;

  /** What is known of one field's codes; without a list, any code may stand. */
  private static final class Known {
    private final int position;
    private final Set<Object> codes = new HashSet<>();
    private Object defaultCode;

    Known(int position) {
      this.position = position;
    }
  }

  private Codes(List<Known> lists) {
    this.lists = lists;
  }

  /** The query for all lists that a table's fields take codes from, at once. */
  static String query(Table table) {
    List<Field> coded = table.coded();
    return IntStream.range(0, coded.size())
        .mapToObj(number -> query(number, coded.get(number).list().orElseThrow()))
        .collect(joining(" UNION ALL "));
  }

  private static String query(int number, Table list) {
    return "SELECT "
        + number
        + (", " + list.keyField().column())
        + (", " + list.defaultFlag().orElseThrow().column())
        + (" FROM " + list.name());
  }

  /** Reads what the query for a table gives. */
  static Codes read(Table table, ResultSet result) throws SQLException {
    List<Known> lists =
        table.coded().stream().map(field -> new Known(table.position(field.name()))).toList();
    boolean any = false;
    while (result.next()) {
      any = true;
      Known list = lists.get(result.getInt(1));
      String code = result.getString(2);
      list.codes.add(code);
      list.defaultCode = result.getBoolean(3) ? code : list.defaultCode;
    }
    return any
        ? new Codes(lists.stream().filter(list -> !list.codes.isEmpty()).toList())
        : Codes.ANY;
  }

  /** The places of the values that are not among the codes of their lists. */
  public BitSet unknownIn(Object[] values) {
    BitSet unknown = new BitSet();
    for (Known list : lists) {
      Object value = values[list.position];
      if (value != null && !list.codes.contains(value)) {
        unknown.set(list.position);
      }
    }
    return unknown;
  }

  /** Whether a new record with these values gets a default for one that it does not name. */
  boolean hasDefaultFor(Object[] values) {
    for (Known list : lists) {
      if (isMissing(list, values)) {
        return true;
      }
    }
    return false;
  }

  /** The same of the value at one place. */
  boolean hasDefaultFor(Object[] values, int position) {
    return lists.stream().anyMatch(list -> list.position == position && isMissing(list, values));
  }

  /** The values of a new record, with the defaults of those that it does not name. */
  public Object[] complete(Object[] values) {
    Object[] complete = values.clone();
    for (Known list : lists) {
      if (isMissing(list, values)) {
        complete[list.position] = list.defaultCode;
      }
    }
    return complete;
  }

  private static boolean isMissing(Known list, Object[] values) {
    return values[list.position] == null && list.defaultCode != null;
  }
}
