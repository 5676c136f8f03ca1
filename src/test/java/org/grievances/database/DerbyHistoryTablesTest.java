package org.grievances.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.grievances.server.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DerbyHistoryTablesTest {
  private static final String HISTORY = "_HISTORY";
  private static final String TABLES =
      "select tablename from sys.systables where tablename like '%" + HISTORY + "'";
  private static final String COLUMNS =
      "select columnname, cast(columndatatype as varchar(100)) from sys.syscolumns, sys.systables"
          + " where tableid = referenceid and tablename = '%s' order by columnnumber";

  /** Of the change, which the records do not have. */
  private static final int OWN_COLUMNS = 2;

  /** Whole rows are copied, also by the version before, which knows no later column. */
  @Test
  void haveTheColumnsOfTheirRecordsInTheSameOrder(@TempDir Path directory) throws SQLException {
    Schema.createInDerby(
        directory.resolve("history"),
        statement -> {
          List<List<String>> tables = rows(statement, TABLES);
          assertTrue(tables.size() >= 7, tables::toString);
          for (List<String> table : tables) {
            String history = table.get(0);
            List<List<String>> kept = rows(statement, COLUMNS.formatted(history));
            assertEquals(
                names(rows(statement, COLUMNS.formatted(history.replace(HISTORY, "")))),
                names(kept.subList(OWN_COLUMNS, kept.size())),
                history);
          }
        });
  }

  /** Columns of the history may be null. */
  private static List<String> names(List<List<String>> columns) {
    return columns.stream()
        .map(column -> column.get(0) + " " + column.get(1).replace(" NOT NULL", ""))
        .toList();
  }

  private static List<List<String>> rows(Statement statement, String query) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (ResultSet result = statement.executeQuery(query)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
          row.add(result.getString(column));
        }
        rows.add(row);
      }
    }
    return rows;
  }
}
