package org.grievances.database.dialect;

import java.sql.Connection;

/** Spread rows, of which neighbouring keys cannot be joined: they are on different machines. */
final class SpreadTableKeys extends PostgreSqlTableKeys {

  SpreadTableKeys(Connection connection, TableSql sql) {
    super(connection, sql);
  }

  @Override
  String freeKey() {
    return """
        SELECT KEY + 1
        FROM (SELECT KEY, LEAD(KEY) OVER (ORDER BY KEY) AS following FROM ROWS WHERE KEY >= ?) used
        WHERE following IS DISTINCT FROM KEY + 1 AND KEY < 2147483647
        ORDER BY KEY FETCH FIRST ROW ONLY""";
  }
}
