package org.grievances.database.dialect;

import static java.util.stream.Collectors.joining;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.grievances.schema.Codes;
import org.grievances.schema.Field;
import org.grievances.schema.Table;

/** Reads all code lists that a table's fields take values from, in one query. */
final class CodeLists {
  private CodeLists() {}

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

  /** Reads the result of the query for a table. */
  static Codes read(Table table, ResultSet result) throws SQLException {
    Codes.Builder codes = new Codes.Builder(table);
    while (result.next()) {
      codes.add(result.getInt(1), result.getString(2), result.getBoolean(3));
    }
    return codes.build();
  }
}
