package org.grievances.records;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Optional;
import org.grievances.database.Database;
import org.grievances.database.DirectReading;
import org.grievances.database.SqlErrorKind;
import org.grievances.schema.Table;
import org.grievances.tracing.Tracing;

/**
 * Reads pages from the replica of a database, outside of any transaction. Returns empty if the
 * database has no replica, or if the replica is unavailable or lags behind the commits before the
 * request. A query that takes too long there is not tried again in the database.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ReplicaService {
  @Inject private Tracing tracing;

  /** The query. */
  @FunctionalInterface
  private interface Work {
    Page in(DirectReading reading) throws SQLException;
  }

  public Optional<Page> list(Database database, Table table, PageQuery query) {
    return TimeoutAdvice.on(
        () -> read(database, reading -> Pages.list(reading, table, query)),
        TimeoutAdvice.of(query));
  }

  /** {@code RECORD_UNKNOWN} if the record does not exist and never did. */
  public Optional<Page> history(Database database, Table table, Object key, PageQuery query) {
    return read(database, reading -> Pages.history(reading, table, key, query));
  }

  private Optional<Page> read(Database database, Work work) {
    Optional<DirectReading> replica = database.readReplica();
    if (replica.isEmpty()) {
      return Optional.empty();
    }
    try (DirectReading reading = replica.get()) {
      return Optional.of(
          tracing.during("read rows of replica", database.name(), step -> work.in(reading)));
    } catch (SQLException e) {
      database.replicaFailed(e);
      if (SqlErrorKind.of(e) == SqlErrorKind.TIMED_OUT) {
        throw database.failure(SqlErrorKind.TIMED_OUT, e);
      }
      return Optional.empty();
    }
  }
}
