package org.grievances.database;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The statements for the tables of one database, and which of these hold codes of which list. */
final class Tables {
  private final List<Table> withCodes;
  private final Map<Table, RowStatements> statements = new ConcurrentHashMap<>();

  Tables(List<Table> withCodes) {
    this.withCodes = withCodes;
  }

  RowStatements statements(Product product, Table table) {
    return statements.computeIfAbsent(table, each -> new RowStatements(product, each));
  }

  /** The tables whose records hold codes of a list. */
  List<Table> usersOf(Table list) {
    return withCodes.stream()
        .filter(table -> table.coded().stream().anyMatch(f -> f.list().orElseThrow() == list))
        .toList();
  }
}
