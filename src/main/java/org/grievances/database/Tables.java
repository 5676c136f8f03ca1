package org.grievances.database;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The tables of one database that records are kept in, and the statements for them. */
final class Tables {
  private final List<Table> all;
  private final Map<Table, RowStatements> statements = new ConcurrentHashMap<>();

  Tables(Collection<Table> all) {
    this.all = List.copyOf(all);
  }

  RowStatements statements(Product product, Table table) {
    return statements.computeIfAbsent(table, each -> new RowStatements(product, each));
  }

  /** The tables whose records hold codes of a list. */
  List<Table> usersOf(Table list) {
    return all.stream()
        .filter(table -> table.coded().stream().anyMatch(f -> f.list().orElseThrow() == list))
        .toList();
  }
}
