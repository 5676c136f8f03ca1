package org.grievances.database;

import io.github.bucket4j.distributed.proxy.ProxyManager;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.grievances.database.dialect.Dialect;
import org.grievances.database.dialect.GroupCount;
import org.grievances.database.dialect.QueryLimit;
import org.grievances.database.reads.ReadLog;
import org.grievances.schema.Condition;
import org.grievances.schema.Grouping;
import org.grievances.schema.Table;

/**
 * The persistence unit of a database, with what was determined when the database was first reached
 * through a data source. It is immutable, so that a request uses one of them to its end.
 *
 * @param source of the connections of requests
 * @param product as the driver names it
 * @param historyWritten whether this service writes the history itself
 * @param own connections for the service's own work
 * @param reads where it is written who has seen what
 * @param buckets the token buckets shared by all servers that use the database
 */
record OpenedDatabase(
    DataSource source,
    DatabaseInfo.Product product,
    EntityManagerFactory unit,
    Tables tables,
    boolean historyWritten,
    ServiceConnections own,
    ReadLog reads,
    Optional<ProxyManager<String>> buckets) {
  private static final int CHECK_SECONDS = 5;
  private static final String ANY = "SELECT 1 FROM ROWS FETCH FIRST ROW ONLY";

  /** The time to cancel an overlong statement, after which the connection is kept. */
  private static final Duration CANCEL_TIMEOUT = Duration.ofSeconds(1);

  private static final Duration COUNT_TIMEOUT = Duration.ofMinutes(1);

  /**
   * Checks that a connection can be used.
   *
   * @throws SQLException if it cannot
   */
  static void checkValid(Connection connection) throws SQLException {
    if (!connection.isValid(CHECK_SECONDS)) {
      throw new SQLException("The connection is not valid", "08003");
    }
  }

  Dialect dialect() {
    return tables.dialect();
  }

  /** Whether a table of the service has rows. */
  boolean hasRows(Connection connection, String table) {
    String query = ANY.replace("ROWS", table) + dialect().withoutWaiting();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.next();
    } catch (SQLException e) {
      return false;
    }
  }

  /** How long the oldest transaction that readers of changes wait for is open; NaN if unknown. */
  double changesHeldSeconds(Connection connection) {
    try {
      return tables.changes(connection, tables.withHistory().get(0)).end().heldSeconds();
    } catch (SQLException e) {
      return Double.NaN;
    }
  }

  /**
   * Reads the information about the database.
   *
   * @param timeout for each query
   */
  DatabaseInfo info(Table table, Duration timeout) throws SQLException {
    try (Connection connection = own.get(timeout.plus(CANCEL_TIMEOUT))) {
      return DatabaseInfo.read(
          connection, dialect(), product, table, historyWritten, (int) timeout.toSeconds());
    }
  }

  /** Counts the rows that fulfil all conditions by groups. */
  List<GroupCount> countByGroup(Table table, List<Condition> conditions, List<Grouping> groupings)
      throws SQLException {
    try (Connection connection = own.get(COUNT_TIMEOUT.plus(CANCEL_TIMEOUT))) {
      return tables
          .queries(connection, table)
          .countByGroup(conditions, groupings, new QueryLimit(COUNT_TIMEOUT));
    }
  }

  /** The size of the database; empty if its product cannot tell. */
  Optional<DatabaseSize> size() throws SQLException {
    Optional<String> query = dialect().databaseSize();
    if (query.isEmpty()) {
      return Optional.empty();
    }
    try (Connection connection = own.get();
        Statement statement = connection.createStatement();
        ResultSet size = statement.executeQuery(query.get())) {
      size.next();
      return Optional.of(new DatabaseSize(size.getLong(1), size.getLong(2)));
    }
  }

  /**
   * Reads over a connection, to the database or to its replica.
   *
   * @param permit released when the reading is closed
   */
  DirectReading read(Connection connection, ListIndexes indexes, Bulkhead.Permit permit) {
    return new DirectReading(connection, tables, indexes, historyWritten, permit);
  }

  /** The position of the last committed change; empty if the product has no replicas. */
  Optional<Replica.Committed> committed(Connection connection) throws SQLException {
    Optional<String> query = dialect().committed();
    return query.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Replica.Committed(
                Replica.query(connection, query.get()), dialect().followed().orElseThrow()));
  }

  void close() {
    reads.close();
    own.close();
    unit.close();
  }
}
