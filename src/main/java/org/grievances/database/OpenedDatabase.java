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
import org.grievances.database.dialect.QueryLimit;
import org.grievances.database.dialect.RowStatements;
import org.grievances.database.dialect.Tally;
import org.grievances.schema.Condition;
import org.grievances.schema.Grouping;
import org.grievances.schema.Table;

/**
 * The persistence unit of a database, with what was determined when the database was first reached
 * through a data source. It is immutable, so that a request ends with what it began with.
 *
 * @param source of the connections of requests
 * @param product as the driver names it
 * @param historyWritten whether this service writes the history itself
 * @param own connections for the service's own work
 * @param buckets the token buckets shared by all servers that use the database
 */
record OpenedDatabase(
    DataSource source,
    Dialect dialect,
    Contents.Product product,
    EntityManagerFactory unit,
    TableStatements tables,
    boolean historyWritten,
    ServiceConnections own,
    Optional<ProxyManager<String>> buckets) {
  private static final int CHECK_SECONDS = 5;
  private static final String ANY_JOB = "SELECT 1 FROM jobs FETCH FIRST ROW ONLY";

  /** Until a statement that took too long is cancelled, which keeps its connection. */
  private static final Duration CANCELLING = Duration.ofSeconds(1);

  private static final Duration COUNTING = Duration.ofMinutes(1);

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

  /** Whether there are jobs, ended or not. */
  boolean hasJobs(Connection connection) {
    try (Statement statement = connection.createStatement();
        ResultSet job = statement.executeQuery(ANY_JOB + dialect.withoutWaiting())) {
      return job.next();
    } catch (SQLException withoutThem) {
      return false;
    }
  }

  /**
   * Reads what the database holds.
   *
   * @param patience for each answer of the database
   */
  Contents contents(Table table, Duration patience) throws SQLException {
    try (Connection connection = own.get(patience.plus(CANCELLING))) {
      return Contents.read(
          connection, dialect, product, table, historyWritten, (int) patience.toSeconds());
    }
  }

  /** Counts the rows that fulfil all conditions by groups. */
  List<Tally> tally(Table table, List<Condition> conditions, List<Grouping> groupings)
      throws SQLException {
    try (Connection connection = own.get(COUNTING.plus(CANCELLING))) {
      RowStatements statements = tables.statements(dialect, table);
      return statements.tally(connection, conditions, groupings, new QueryLimit(COUNTING));
    }
  }

  /** How large the database is; empty if its product cannot say. */
  Optional<DatabaseSize> size() throws SQLException {
    Optional<String> query = dialect.extent();
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
  DirectReading read(Connection connection, SortIndexes indexes, Bulkhead.Permit permit) {
    return new DirectReading(connection, dialect, tables, indexes, permit);
  }

  /** How far the database is now; empty if its product has no replicas. */
  Optional<Replica.Committed> committed(Connection connection) throws SQLException {
    Optional<String> query = dialect.committed();
    return query.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Replica.Committed(
                Replica.ask(connection, query.get()), dialect.followed().orElseThrow()));
  }

  void close() {
    own.close();
    unit.close();
  }
}
