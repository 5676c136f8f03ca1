package org.grievances.database;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.grievances.database.dialect.Dialect;
import org.grievances.database.dialect.RowStatements;
import org.grievances.schema.Table;

/** The SQL statements for the tables of one database, and which tables hold codes of which list. */
final class TableStatements {
  private final List<Table> withCodes;
  private final Duration readTimeout;
  private final Map<Table, RowStatements> statements = new ConcurrentHashMap<>();

  /**
   * @param readTimeout after which the database ends a query for a list or a count
   */
  TableStatements(List<Table> withCodes, Duration readTimeout) {
    this.withCodes = withCodes;
    this.readTimeout = readTimeout;
  }

  RowStatements statements(Dialect dialect, Table table) {
    return statements.computeIfAbsent(table, each -> new RowStatements(dialect, each, readTimeout));
  }

  /**
   * The tables that have a history: those whose records hold codes, and the lists of these codes.
   */
  List<Table> withHistory() {
    return Stream.concat(
            withCodes.stream(), withCodes.stream().flatMap(table -> table.codeLists().stream()))
        .distinct()
        .toList();
  }

  /** The tables whose records hold codes of a list. */
  List<Table> usersOf(Table list) {
    return withCodes.stream().filter(table -> table.codeLists().contains(list)).toList();
  }
}
