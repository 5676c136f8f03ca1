package org.grievances.database;

import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.grievances.database.dialect.Dialect;
import org.grievances.database.dialect.HistoryRecorder;
import org.grievances.database.dialect.RowQueries;
import org.grievances.database.dialect.TableAccess;
import org.grievances.database.dialect.TableSql;
import org.grievances.database.history.ChangeLog;
import org.grievances.database.history.OpenChanges;
import org.grievances.schema.Table;

/** The tables of one database, and which of them hold codes of which list. */
final class Tables {
  private final Dialect dialect;
  private final List<Table> ofRecords;
  private final Duration readTimeout;
  private final OpenChanges openChanges;
  private final Map<Table, TableSql> sql = new ConcurrentHashMap<>();

  /**
   * @param readTimeout after which the database ends the queries for a list
   * @param openChanges the changes of this server that are not committed
   */
  Tables(Dialect dialect, List<Table> ofRecords, Duration readTimeout, OpenChanges openChanges) {
    this.dialect = dialect;
    this.ofRecords = ofRecords;
    this.readTimeout = readTimeout;
    this.openChanges = openChanges;
  }

  Dialect dialect() {
    return dialect;
  }

  OpenChanges openChanges() {
    return openChanges;
  }

  Duration readTimeout() {
    return readTimeout;
  }

  /** Reads the rows of a table over a connection. */
  TableAccess on(Connection connection, Table table) {
    return on(connection, table, Optional.empty());
  }

  /** Queries for the rows of a table over a connection. */
  RowQueries queries(Connection connection, Table table) {
    return sql(table).queries(connection);
  }

  /** Reads and writes the rows of a table over a connection. */
  TableAccess on(Connection connection, Table table, Optional<HistoryRecorder> recorder) {
    return sql(table).on(connection, recorder);
  }

  /** Reads the changes to all records of a table over a connection. */
  ChangeLog changes(Connection connection, Table table) {
    return new ChangeLog(on(connection, table), openChanges);
  }

  private TableSql sql(Table table) {
    return sql.computeIfAbsent(table, dialect::sql);
  }

  /** The tables that have a history: those of records, and the lists of codes that these hold. */
  List<Table> withHistory() {
    return Stream.concat(
            ofRecords.stream(), ofRecords.stream().flatMap(table -> table.codeLists().stream()))
        .distinct()
        .toList();
  }

  /** The tables whose records hold codes of a list. */
  List<Table> usersOf(Table list) {
    return ofRecords.stream().filter(table -> table.codeLists().contains(list)).toList();
  }
}
