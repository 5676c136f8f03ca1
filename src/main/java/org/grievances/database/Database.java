package org.grievances.database;

import io.github.bucket4j.distributed.proxy.ProxyManager;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.grievances.activity.Activity;
import org.grievances.database.dialect.Tally;
import org.grievances.failure.FailureException;
import org.grievances.schema.Author;
import org.grievances.schema.Condition;
import org.grievances.schema.Grouping;
import org.grievances.schema.Table;

/**
 * One configured database and its persistence unit. It is opened the first time that it can be
 * reached, at startup or later; each request uses its current state.
 */
public final class Database implements Rounds.Visited {
  private static final Logger LOGGER = Logger.getLogger(Database.class.getName());

  private static final Duration MEASURED_EVERY = Duration.ofMinutes(10);

  /** What was in use before a change stays for the requests that began with it. */
  private static final Duration RETIREMENT = Duration.ofMinutes(10);

  private final String name;
  private final Measurements measurements;
  private final DownReasons reasons;

  /** The server's pool may fail while the service's own connections do not. */
  private final DownReasons poolReasons;

  private final DatabaseOpener opener;
  private final DatabaseFailures failures;
  private final SortIndexes indexes = new SortIndexes();
  private final Queue<Retired> retired = new ConcurrentLinkedQueue<>();

  private volatile DataSource dataSource;
  private volatile DatabaseSettings settings;
  private volatile Bulkhead limit;
  private volatile ExportSlots exports;
  private volatile OpenedDatabase opened;
  private volatile boolean changed;
  private volatile Optional<Replica> replica = Optional.empty();
  private volatile State state = State.STARTING;
  private volatile boolean awaited;
  private volatile boolean hasJobs;
  private volatile LocalDate historyPrepared;
  private volatile IsolationCheck isolation;
  private volatile Instant measured = Instant.EPOCH;
  private volatile DatabaseSize extent = DatabaseSize.UNKNOWN;

  /** The result of the last visit. */
  public enum State {
    STARTING,
    UP,
    DOWN
  }

  /** What was in use until a change. */
  private record Retired(OpenedDatabase opened, Instant since) {

    boolean isOver() {
      return Instant.now().isAfter(since.plus(RETIREMENT));
    }
  }

  Database(
      String name, DataSource dataSource, DatabaseSettings settings, Measurements measurements) {
    this.name = name;
    this.measurements = measurements;
    this.opener = new DatabaseOpener(name);
    this.failures = new DatabaseFailures(name, () -> awaited = true);
    this.reasons = new DownReasons(LOGGER, "Database " + name + " cannot be used");
    this.poolReasons = new DownReasons(LOGGER, "Requests get no connection to database " + name);
    configure(dataSource, settings);
  }

  /**
   * Uses a data source with other properties, or other settings, from the next visit on. Requests
   * in progress end with what they began with.
   */
  final void configure(DataSource newSource, DatabaseSettings newSettings) {
    dataSource = newSource;
    settings = newSettings;
    limit = new Bulkhead("Database " + name, newSettings.maxInWork());
    exports = new ExportSlots(name, newSettings.maxExports());
    isolation = new IsolationCheck(name);
    changed = true;
    awaited = true;
  }

  DataSource dataSource() {
    return dataSource;
  }

  DatabaseSettings settings() {
    return settings;
  }

  public String name() {
    return name;
  }

  /** In which dates, and times without an offset, are local. */
  public ZoneId zone() {
    return settings.zone();
  }

  State state() {
    return state;
  }

  /** Whether it could be used when it was last visited. */
  public boolean isUp() {
    return state == State.UP;
  }

  /** Whether it had jobs, ended or not, when it was last visited. */
  public boolean hasJobs() {
    return hasJobs;
  }

  /** How many jobs may run in it at a time. */
  public int maxJobs() {
    return settings.maxJobs();
  }

  /** The table of records with a name. */
  public Optional<Table> table(String tableName) {
    return opened.tables().withHistory().stream()
        .filter(table -> table.name().equals(tableName))
        .findFirst();
  }

  int inWork() {
    return limit.used();
  }

  int maxInWork() {
    return settings.maxInWork();
  }

  /**
   * Whether requests have come since the last visit began that depend on what the next one finds.
   */
  @Override
  public boolean isAwaited() {
    return awaited;
  }

  /**
   * Joins the caller's transaction to work with entities, for anything but the API's records.
   *
   * @throws FailureException as for {@link #join}, or if the database fails
   */
  public <T> T within(Function<EntityManager, T> work) {
    try (UnitOfWork unitOfWork = join()) {
      return unitOfWork.with(work);
    } catch (SQLException fault) {
      throw failure(SqlFault.of(fault), fault);
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
    if (state != State.UP) {
      awaited = true;
    }
    OpenedDatabase now = opened;
    if (now == null) {
      throw failures.unavailable();
    }
    Bulkhead.Permit permit = limit.acquire();
    try {
      return join(now, author, permit);
    } catch (RuntimeException | Error failed) {
      permit.close();
      throw failed;
    }
  }

  private UnitOfWork join(OpenedDatabase now, Author author, Bulkhead.Permit permit) {
    EntityManager entityManager = now.unit().createEntityManager();
    try {
      entityManager.joinTransaction();
      Connection connection = entityManager.unwrap(Connection.class);
      isolation.check(connection);
      measurements.measureCommit(name);
      return new UnitOfWork(
          entityManager,
          connection,
          now.dialect(),
          now.tables(),
          indexes,
          author,
          now.historyWritten(),
          permit);
    } catch (RuntimeException unreachable) {
      entityManager.close();
      SqlFault.in(unreachable).orElseThrow(() -> unreachable);
      poolReasons.log(unreachable);
      throw failures.unavailable();
    }
  }

  /** Has requests that only read use a replica from now on. */
  Replica readFrom(DataSource source) {
    Replica found = new Replica(this, source);
    replica = Optional.of(found);
    measurements.watchReplica(this);
    return found;
  }

  /** Has all requests use the database itself; the replica that they used, if there was one. */
  Optional<Replica> readFromItself() {
    Optional<Replica> before = replica;
    replica = Optional.empty();
    return before;
  }

  /** Whether requests that only read may be answered by a replica. */
  public boolean hasReplica() {
    return replica.isPresent();
  }

  Optional<Replica> replica() {
    return replica;
  }

  /** How far the database is now; empty if it cannot be used, or its product has no replicas. */
  Optional<Replica.Committed> committed() {
    OpenedDatabase now = opened;
    if (state != State.UP) {
      return Optional.empty();
    }
    try (Connection connection = now.own().get()) {
      return now.committed(connection);
    } catch (SQLException lost) {
      return Optional.empty();
    }
  }

  /**
   * Reads from the replica, which has all that was committed before; empty if none can be used.
   * Outside of transactions only, because one has a connection to one place.
   *
   * @throws FailureException {@code OVERLOADED} when the database has reached its limit of
   *     concurrent requests
   */
  public Optional<DirectReading> readReplica() {
    OpenedDatabase now = opened;
    Optional<Replica> used = replica.filter(each -> each.state() == Replica.State.UP);
    if (used.isEmpty() || state != State.UP) {
      return Optional.empty();
    }
    Bulkhead.Permit permit = limit.acquire();
    Optional<Connection> connection = connect(used.get(), now);
    if (connection.isEmpty()) {
      permit.close();
    }
    return connection.map(
        each -> new DirectReading(each, now.dialect(), now.tables(), indexes, permit));
  }

  /**
   * Begins to read all rows of a table that fulfil all conditions, in the order of their keys, in a
   * transaction of its own.
   *
   * @param client who exports
   * @throws FailureException {@code OVERLOADED} when the client exports already or enough exports
   *     are running, and as for {@link #join}
   */
  public Export export(Table table, List<Condition> conditions, String client) {
    OpenedDatabase now = opened;
    if (now == null) {
      throw failures.unavailable();
    }
    ExportSlots.Slot slot = exports.acquire(client);
    try {
      return export(readDirectly(now), table, conditions, slot);
    } catch (SQLException fault) {
      slot.close();
      throw failure(SqlFault.of(fault), fault);
    } catch (RuntimeException | Error failed) {
      slot.close();
      throw failed;
    }
  }

  /** Whether writers wait while an export is read, so that it must not wait for its reader. */
  public boolean blocksWritersDuringExports() {
    OpenedDatabase now = opened;
    return now != null && now.dialect().snapshotBlocksWriters();
  }

  private Export export(
      DirectReading reading, Table table, List<Condition> conditions, ExportSlots.Slot slot)
      throws SQLException {
    try {
      reading.freeze(table);
      long count = reading.count(table, conditions, OptionalLong.empty());
      return new Export(this, reading, count, reading.all(table, conditions), slot);
    } catch (SQLException | RuntimeException | Error failed) {
      reading.close();
      throw failed;
    }
  }

  private DirectReading readDirectly(OpenedDatabase now) {
    Bulkhead.Permit permit = limit.acquire();
    try {
      Connection connection = now.source().getConnection();
      return new DirectReading(connection, now.dialect(), now.tables(), indexes, permit);
    } catch (SQLException | RuntimeException unreachable) {
      permit.close();
      poolReasons.log(unreachable);
      throw failures.unavailable();
    } catch (Error e) {
      permit.close();
      throw e;
    }
  }

  private Optional<Connection> connect(Replica used, OpenedDatabase now) {
    Optional<Replica.Committed> committed;
    try (Connection connection = now.source().getConnection()) {
      committed = now.committed(connection);
    } catch (SQLException | RuntimeException unreachable) {
      return Optional.empty();
    }
    try {
      return committed.isEmpty() ? Optional.empty() : used.connect(committed.get());
    } catch (SQLException | RuntimeException lost) {
      used.failed(lost);
      return Optional.empty();
    }
  }

  /**
   * A statement on the replica failed; if that was lost, it is not used before it is seen again.
   */
  public void replicaFailed(SQLException fault) {
    if (SqlFault.of(fault) == SqlFault.UNAVAILABLE) {
      replica.ifPresent(each -> each.failed(fault));
    }
  }

  /** The failure for a request whose database reports an error that no row caused. */
  public FailureException failure(SqlFault kind, Exception fault) {
    return failures.of(kind, fault);
  }

  /** The failure for a request that lost to others on the same records. */
  public FailureException busy() {
    return failures.busy();
  }

  /**
   * Opens the database if that has not succeeded before, or checks whether it can be used, and then
   * maintains it.
   */
  @Override
  public void visit() {
    awaited = false;
    try {
      reach();
      becomeUp();
    } catch (SQLException | RuntimeException fault) {
      becomeDown(fault);
      return;
    }
    maintain();
  }

  /**
   * Asks the database, which has been UP, for what it holds, over a connection of the service's
   * own; empty when that fails.
   *
   * @param patience for each answer of the database
   */
  Optional<Contents> contents(Table table, Duration patience) {
    try {
      return Optional.of(opened.contents(table, patience));
    } catch (SQLException | RuntimeException fault) {
      if (SqlFault.in(fault).filter(SqlFault.UNAVAILABLE::equals).isPresent()) {
        awaited = true;
      }
      Activity.log(LOGGER, Level.WARNING, "What " + name + " holds could not be asked.", fault);
      return Optional.empty();
    }
  }

  /**
   * Counts rows of a database that has been UP by groups, over a connection of the service's own;
   * empty when that fails.
   *
   * @param conditions which all rows that are counted fulfil
   */
  public Optional<List<Tally>> tally(
      Table table, List<Condition> conditions, List<Grouping> groupings) {
    try {
      return Optional.of(opened.tally(table, conditions, groupings));
    } catch (SQLException | RuntimeException fault) {
      Activity.log(LOGGER, Level.WARNING, "Rows of " + name + " could not be counted.", fault);
      return Optional.empty();
    }
  }

  /** The token buckets shared by all servers that use this database; empty while there are none. */
  public Optional<ProxyManager<String>> buckets() {
    return Optional.ofNullable(opened).flatMap(OpenedDatabase::buckets);
  }

  /**
   * What is to be done from time to time: creates the indexes that sorted lists need, and each day
   * prepares the history for the next months.
   */
  private void maintain() {
    closeRetired(Retired::isOver);
    if (Instant.now().isAfter(measured.plus(MEASURED_EVERY))) {
      measure();
    }
    if (!LocalDate.now(ZoneOffset.UTC).equals(historyPrepared)) {
      prepareHistory();
    }
    if (settings.sortIndexes()) {
      indexes.make(opened.own().source(), opened.dialect());
    }
  }

  private void measure() {
    measured = Instant.now();
    try {
      opened.size().ifPresent(size -> extent = size);
    } catch (SQLException e) {
      Activity.log(LOGGER, Level.WARNING, "The size of " + name + " is unknown.", e);
    }
  }

  /** How large it was when it was last measured. */
  DatabaseSize extent() {
    return extent;
  }

  private void prepareHistory() {
    try (Connection connection = opened.own().get()) {
      historyPrepared = LocalDate.now(ZoneOffset.UTC);
      HistorySetup.apply(settings, connection, opened.dialect(), opened.tables());
    } catch (SQLException failed) {
      Activity.log(
          LOGGER, Level.WARNING, "The history of " + name + " could not be prepared.", failed);
    }
  }

  private void reach() throws SQLException {
    if (opened == null || changed) {
      changed = false;
      replace();
    } else {
      try (Connection connection = opened.own().get()) {
        OpenedDatabase.checkValid(connection);
        // Asked over a connection that is open anyway, so that databases without jobs cost nothing.
        hasJobs = opened.hasJobs(connection);
      }
    }
  }

  /** What was in use before counts no more, even if its successor cannot be opened. */
  private void replace() throws SQLException {
    OpenedDatabase before = opened;
    try {
      opened = opener.open(dataSource, settings);
      historyPrepared = LocalDate.now(ZoneOffset.UTC);
    } catch (SQLException | RuntimeException e) {
      opened = null;
      throw e;
    } finally {
      if (before != null) {
        retired.add(new Retired(before, Instant.now()));
      }
    }
  }

  private void closeRetired(Predicate<Retired> which) {
    retired.stream()
        .filter(which)
        .forEach(
            each -> {
              retired.remove(each);
              each.opened().close();
            });
  }

  private void becomeUp() {
    if (state != State.UP) {
      state = State.UP;
      reasons.clear();
      poolReasons.clear();
      LOGGER.log(Level.INFO, "Database {0} can be used.", name);
    }
  }

  private void becomeDown(Exception fault) {
    state = State.DOWN;
    reasons.log(fault);
  }

  void close() {
    replica.ifPresent(Replica::close);
    closeRetired(each -> true);
    if (opened != null) {
      opened.close();
    }
  }
}
