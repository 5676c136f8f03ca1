package org.grievances.database;

import io.github.bucket4j.distributed.proxy.ProxyManager;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.grievances.database.dialect.GroupCount;
import org.grievances.database.history.HistoryWriter;
import org.grievances.database.history.OpenChanges;
import org.grievances.database.reads.RecordRead;
import org.grievances.failure.FailureException;
import org.grievances.schema.Author;
import org.grievances.schema.Condition;
import org.grievances.schema.Field;
import org.grievances.schema.Grouping;
import org.grievances.schema.Table;

/**
 * One configured database, as requests use it: each joins its persistence unit, in the state that
 * its {@link DatabaseMonitor} has found last.
 */
public final class Database {
  private static final Logger LOGGER = Logger.getLogger(Database.class.getName());

  private final String name;
  private final DatabaseMetrics metrics;
  private final ListIndexes indexes;
  private final DatabaseMonitor monitor;
  private final DirectReader reader;
  private final ReplicaReader replicaReader;
  private final DatabaseFailures failures;

  /** Written only by the search for databases, like the fields below. */
  private volatile DatabaseSettings settings;

  private volatile Bulkhead limit;
  private volatile ExportSlots exports;
  private volatile IsolationCheck isolation;

  Database(String name, DataSource source, DatabaseSettings settings, DatabaseMetrics metrics) {
    this.name = name;
    this.indexes = new ListIndexes(name, this::activeRequests);
    this.metrics = metrics;
    this.monitor = new DatabaseMonitor(name, indexes);
    this.replicaReader = new ReplicaReader(name, monitor, indexes);
    this.failures = new DatabaseFailures(name, monitor::checkSoon);
    this.reader = new DirectReader(name, monitor, indexes, failures);
    configure(source, settings);
  }

  /**
   * Uses a data source with other properties, or other settings, from the next check on. Requests
   * in progress end with what they began with.
   */
  final void configure(DataSource newSource, DatabaseSettings newSettings) {
    settings = newSettings;
    limit = new Bulkhead("Database " + name, newSettings.maxConcurrent());
    exports = new ExportSlots(name, newSettings.maxExports());
    if (!newSettings.recordReads()) {
      LOGGER.log(Level.WARNING, "Database {0}: who reads its records is not recorded.", name);
    }
    isolation = new IsolationCheck(name);
    monitor.configure(newSource, newSettings);
  }

  DatabaseSettings settings() {
    return settings;
  }

  DatabaseMonitor monitor() {
    return monitor;
  }

  ReplicaReader replicaReader() {
    return replicaReader;
  }

  public String name() {
    return name;
  }

  /** The time zone of dates, and of date-times without an offset. */
  public ZoneId zone() {
    return settings.zone();
  }

  public DatabaseState state() {
    return monitor.state();
  }

  /** Whether it could be used at the last check. */
  public boolean isUp() {
    return monitor.state() == DatabaseState.UP;
  }

  /** Whether it had jobs, ended or not, at the last check. */
  public boolean hasJobs() {
    return monitor.hasJobs();
  }

  /** Whether it had webhooks at the last check. */
  public boolean hasWebhooks() {
    return monitor.hasWebhooks();
  }

  /** The maximum number of concurrent jobs. */
  public int maxJobs() {
    return settings.maxJobs();
  }

  int activeRequests() {
    return limit.used();
  }

  int maxConcurrent() {
    return settings.maxConcurrent();
  }

  /** Finds a table of records, or of parts of them, by its label. */
  public Optional<Table> table(String label) {
    return opened().tables().withHistory().stream()
        .flatMap(table -> Stream.concat(Stream.of(table), table.parts().stream()))
        .filter(table -> table.label().equals(label))
        .findFirst();
  }

  /** The token buckets shared by all servers that use this database; empty while there are none. */
  public Optional<ProxyManager<String>> buckets() {
    return monitor.opened().flatMap(OpenedDatabase::buckets);
  }

  private OpenedDatabase opened() {
    return monitor.opened().orElseThrow(failures::unavailable);
  }

  /**
   * Joins the caller's transaction to work with entities, for anything but the API's records.
   *
   * @throws FailureException as for {@link #join}, or if the database fails
   */
  public <T> T within(Function<EntityManager, T> work) {
    try (UnitOfWork unitOfWork = join()) {
      return unitOfWork.with(work);
    } catch (SQLException e) {
      throw failure(SqlErrorKind.of(e), e);
    }
  }

  /** Joins the caller's transaction for reads, or for writes to anything but the API's records. */
  public UnitOfWork join() {
    return join(null);
  }

  /**
   * Joins the caller's transaction.
   *
   * @param author who makes the changes
   * @throws FailureException {@code OVERLOADED} when the database has reached its limit of
   *     concurrent requests, {@code DATABASE_UNAVAILABLE} when it cannot be reached, has no free
   *     connection within the pool's timeout, or has not been reached yet
   */
  public UnitOfWork join(Author author) {
    if (!isUp()) {
      monitor.checkSoon();
    }
    OpenedDatabase opened = opened();
    Bulkhead.Permit permit = limit.acquire();
    try {
      return join(opened, author, permit);
    } catch (RuntimeException | Error e) {
      permit.close();
      throw e;
    }
  }

  private UnitOfWork join(OpenedDatabase opened, Author author, Bulkhead.Permit permit) {
    EntityManager entityManager = opened.unit().createEntityManager();
    try {
      entityManager.joinTransaction();
      Connection connection = entityManager.unwrap(Connection.class);
      isolation.check(connection);
      OpenChanges.Transaction changes = opened.tables().openChanges().transaction();
      metrics.measureCommit(name, changes::end);
      return new UnitOfWork(
          entityManager,
          connection,
          opened.tables(),
          indexes,
          author,
          opened.historyWritten()
              ? Optional.of(new HistoryWriter(author, changes))
              : Optional.empty(),
          permit);
    } catch (RuntimeException e) {
      entityManager.close();
      SqlErrorKind.in(e).orElseThrow(() -> e);
      monitor.logPoolFault(e);
      throw failures.unavailable();
    }
  }

  /** Whether requests that only read may be answered by a replica. */
  public boolean hasReplica() {
    return replica().isPresent();
  }

  public Optional<Replica> replica() {
    return replicaReader.replica();
  }

  /**
   * Reads from the replica, which has all that was committed before; empty if none can be used.
   * Only for use outside transactions, because a transaction has one connection.
   *
   * @throws FailureException {@code OVERLOADED} when the database has reached its limit of
   *     concurrent requests
   */
  public Optional<DirectReading> readReplica() {
    return replicaReader.read(limit);
  }

  /**
   * Records a failed statement on the replica, which is not used until the next check if it was
   * lost.
   */
  public void replicaFailed(SQLException exception) {
    replicaReader.failed(exception);
  }

  /** Whether writers wait while an export is read, so that it must not wait for its reader. */
  public boolean blocksWritersDuringExports() {
    return monitor.opened().filter(now -> now.dialect().snapshotBlocksWriters()).isPresent();
  }

  /** The issuer of the only tokens for it; empty if those of the common one are. */
  public Optional<String> issuer() {
    return settings.issuer();
  }

  /** Whether it is recorded who has seen which records. */
  public boolean recordsReads() {
    return settings.recordReads();
  }

  /**
   * Records who has seen which records, durably, before these leave.
   *
   * @throws FailureException {@code READ_UNRECORDED} if that fails, and then nothing may be shown
   */
  public void record(RecordRead read) {
    try {
      opened().reads().append(read);
    } catch (SQLException e) {
      monitor.logReadFault(e);
      throw failures.unrecorded(e);
    }
  }

  /**
   * Begins to read all rows of a table that fulfil all conditions, in the order of their keys, in a
   * transaction of its own.
   *
   * @param fields that are read of each row
   * @param client whose export it is
   * @throws FailureException {@code OVERLOADED} when the client exports already or enough exports
   *     are running, and as for {@link #join}
   */
  public Export export(Table table, List<Field> fields, List<Condition> conditions, String client) {
    return export(table, conditions, client, reading -> fields);
  }

  /**
   * The same, after other reads of the same snapshot.
   *
   * @param first reads, and decides which fields are read of each row
   */
  public Export export(
      Table table, List<Condition> conditions, String client, Export.FirstRead first) {
    return reader.export(table, conditions, first, exports.acquire(client), limit);
  }

  /**
   * Reads over a connection of its own, outside of transactions.
   *
   * @throws FailureException as for {@link #join}
   */
  public DirectReading read() {
    if (!isUp()) {
      monitor.checkSoon();
    }
    return reader.read(limit);
  }

  /**
   * Reads the information about the database, which has been UP, over a connection of the service's
   * own; empty when that fails.
   *
   * @param timeout for each query
   */
  Optional<DatabaseInfo> info(Table table, Duration timeout) {
    return reader.info(table, timeout);
  }

  /**
   * Counts rows of a database that has been UP by groups, over a connection of the service's own;
   * empty when that fails.
   *
   * @param conditions the conditions that all counted rows fulfil
   */
  public Optional<List<GroupCount>> countByGroup(
      Table table, List<Condition> conditions, List<Grouping> groupings) {
    return reader.countByGroup(table, conditions, groupings);
  }

  /** The failure for a request whose database reports an error that no row caused. */
  public FailureException failure(SqlErrorKind kind, Exception exception) {
    return failures.of(kind, exception);
  }

  /** The failure for a request that lost to others on the same records. */
  public FailureException busy() {
    return failures.busy();
  }

  void close() {
    replica().ifPresent(Replica::close);
    monitor.close();
  }
}
