package org.grievances.database;

import io.github.bucket4j.distributed.proxy.ProxyManager;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import jakarta.persistence.metamodel.Type;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.grievances.activity.Activity;
import org.grievances.database.dialect.Dialect;
import org.grievances.database.dialect.QueryLimit;
import org.grievances.database.dialect.RowStatements;
import org.grievances.database.dialect.Tally;
import org.grievances.database.history.HistoryWriter;
import org.grievances.failure.Failure;
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
  private static final String UNIT = "grievances";
  private static final int CHECK_SECONDS = 5;
  private static final String ANY_JOB = "SELECT 1 FROM jobs FETCH FIRST ROW ONLY";

  /** Until a statement that took too long is cancelled, which keeps its connection. */
  private static final Duration CANCELLING = Duration.ofSeconds(1);

  private static final Duration COUNTING = Duration.ofMinutes(1);
  private static final Duration MEASURED_EVERY = Duration.ofMinutes(10);
  private static final Duration RETRY = Duration.ofSeconds(5);

  /** What was in use before a change stays for the requests that began with it. */
  private static final Duration RETIREMENT = Duration.ofMinutes(10);

  private final String name;
  private final Measurements measurements;
  private final DownReasons reasons;

  /** The server's pool may fail while the service's own connections do not. */
  private final DownReasons poolReasons;

  private final SortIndexes indexes = new SortIndexes();
  private final Queue<Retired> retired = new ConcurrentLinkedQueue<>();

  private volatile DataSource dataSource;
  private volatile DatabaseSettings settings;
  private volatile Bulkhead limit;
  private volatile ExportSlots exports;
  private volatile Opened opened;
  private volatile boolean changed;
  private int openings;
  private volatile Optional<Replica> replica = Optional.empty();
  private volatile State state = State.STARTING;
  private volatile boolean awaited;
  private volatile boolean hasJobs;
  private volatile LocalDate historyPrepared;
  private volatile boolean isolationSeen;
  private volatile Instant measured = Instant.EPOCH;
  private volatile Extent extent = Extent.UNKNOWN;

  /** The result of the last visit. */
  public enum State {
    STARTING,
    UP,
    DOWN
  }

  /**
   * How large a database is; not numbers if that was not measured.
   *
   * @param historyRows about how many rows its history has
   */
  record Extent(double bytes, double historyRows) {
    private static final Extent UNKNOWN = new Extent(Double.NaN, Double.NaN);
  }

  /**
   * What was determined when the database was first reached through a data source.
   *
   * @param product as the driver names it
   * @param historyWritten whether this service writes the history itself
   * @param own connections for the service's own work
   */
  private record Opened(
      DataSource source,
      Dialect dialect,
      Contents.Product product,
      EntityManagerFactory unit,
      TableStatements tables,
      boolean historyWritten,
      ServiceConnections own,
      Optional<ProxyManager<String>> buckets) {

    void close() {
      own.close();
      unit.close();
    }
  }

  /** What was in use until a change. */
  private record Retired(Opened opened, Instant since) {

    boolean isOver() {
      return Instant.now().isAfter(since.plus(RETIREMENT));
    }
  }

  Database(
      String name, DataSource dataSource, DatabaseSettings settings, Measurements measurements) {
    this.name = name;
    this.measurements = measurements;
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
    isolationSeen = false;
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
    Opened now = opened;
    if (now == null) {
      throw unavailable();
    }
    Bulkhead.Permit permit = limit.acquire();
    try {
      return join(now, author, permit);
    } catch (RuntimeException | Error failed) {
      permit.close();
      throw failed;
    }
  }

  private UnitOfWork join(Opened now, Author author, Bulkhead.Permit permit) {
    EntityManager entityManager = now.unit().createEntityManager();
    try {
      entityManager.joinTransaction();
      Connection connection = entityManager.unwrap(Connection.class);
      checkIsolation(connection);
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
      throw unavailable();
    }
  }

  /**
   * How far the changes go that are committed.
   *
   * @param followed the query for how far a replica has followed them
   */
  record Committed(long position, String followed) {}

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
  Optional<Committed> committed() {
    Opened now = opened;
    if (state != State.UP) {
      return Optional.empty();
    }
    try (Connection connection = now.own().get()) {
      return committed(now.dialect(), connection);
    } catch (SQLException lost) {
      return Optional.empty();
    }
  }

  private static Optional<Committed> committed(Dialect dialect, Connection connection)
      throws SQLException {
    Optional<String> query = dialect.committed();
    return query.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Committed(Replica.ask(connection, query.get()), dialect.followed().orElseThrow()));
  }

  /**
   * Reads from the replica, which has all that was committed before; empty if none can be used.
   * Outside of transactions only, because one has a connection to one place.
   *
   * @throws FailureException {@code OVERLOADED} when the database has reached its limit of
   *     concurrent requests
   */
  public Optional<DirectReading> readReplica() {
    Opened now = opened;
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
    Opened now = opened;
    if (now == null) {
      throw unavailable();
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
    Opened now = opened;
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

  private DirectReading readDirectly(Opened now) {
    Bulkhead.Permit permit = limit.acquire();
    try {
      Connection connection = now.source().getConnection();
      return new DirectReading(connection, now.dialect(), now.tables(), indexes, permit);
    } catch (SQLException | RuntimeException unreachable) {
      permit.close();
      poolReasons.log(unreachable);
      throw unavailable();
    } catch (Error e) {
      permit.close();
      throw e;
    }
  }

  private Optional<Connection> connect(Replica used, Opened now) {
    Optional<Committed> committed;
    try (Connection connection = now.source().getConnection()) {
      committed = committed(now.dialect(), connection);
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

  /** The failure for a request while this database is unavailable. */
  private FailureException unavailable() {
    awaited = true;
    return new FailureException(
        Failure.DATABASE_UNAVAILABLE,
        "Database " + name + " cannot be used now; try again in " + RETRY.toSeconds() + " seconds.",
        RETRY);
  }

  /** The failure for a request whose database reports an error that no row caused. */
  public FailureException failure(SqlFault kind, Exception fault) {
    return switch (kind) {
      case CONTENTION -> busy();
      case UNAVAILABLE -> unavailable();
      case CANCELLED -> cancelled();
      case TIMED_OUT -> tooSlow();
      case REFUSED, SCHEMA, UNFORESEEN -> failed(fault);
    };
  }

  /** The failure for a request whose statement was cancelled. */
  public static FailureException cancelled() {
    return new FailureException(
        Failure.CANCELLED,
        "The database was told to cancel this request, or it ran longer than the database allows.",
        RETRY);
  }

  /** The failure for a request whose query took too long. */
  public FailureException tooSlow() {
    return new FailureException(
        Failure.READ_TIMED_OUT,
        "Database " + name + " took too long to read this, and was stopped; ask for less.");
  }

  /** Logs an unexpected error and returns the failure for the request. */
  private FailureException failed(Exception fault) {
    Activity.log(LOGGER, Level.SEVERE, "Database " + name + " met an unforeseen fault.", fault);
    return new FailureException(Failure.UNFORESEEN, "The database met an unforeseen fault.");
  }

  /** The failure for a request that lost to others on the same records. */
  public FailureException busy() {
    return new FailureException(
        Failure.DATABASE_BUSY,
        "Database " + name + " gave up this request for others on the same records; try again.",
        Duration.ofSeconds(1));
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
    try (Connection connection = opened.own().get(patience.plus(CANCELLING))) {
      return Optional.of(contents(connection, opened, table, (int) patience.toSeconds()));
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
    try (Connection connection = opened.own().get(COUNTING.plus(CANCELLING))) {
      RowStatements statements = opened.tables().statements(opened.dialect(), table);
      return Optional.of(
          statements.tally(connection, conditions, groupings, new QueryLimit(COUNTING)));
    } catch (SQLException | RuntimeException fault) {
      Activity.log(LOGGER, Level.WARNING, "Rows of " + name + " could not be counted.", fault);
      return Optional.empty();
    }
  }

  private static Contents contents(Connection connection, Opened now, Table table, int seconds)
      throws SQLException {
    return Contents.read(
        connection, now.dialect(), now.product(), table, now.historyWritten(), seconds);
  }

  /** The token buckets shared by all servers that use this database; empty while there are none. */
  public Optional<ProxyManager<String>> buckets() {
    return Optional.ofNullable(opened).flatMap(Opened::buckets);
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
    opened.dialect().extent().ifPresent(this::measure);
  }

  private void measure(String query) {
    try (Connection connection = opened.own().get();
        Statement statement = connection.createStatement();
        ResultSet size = statement.executeQuery(query)) {
      size.next();
      extent = new Extent(size.getLong(1), size.getLong(2));
    } catch (SQLException failed) {
      Activity.log(LOGGER, Level.WARNING, "The size of " + name + " is unknown.", failed);
    }
  }

  /** How large it was when it was last measured. */
  Extent extent() {
    return extent;
  }

  private void prepareHistory() {
    try (Connection connection = opened.own().get()) {
      keepHistory(connection, opened.dialect(), opened.tables());
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
        checkValid(connection);
        hasJobs = hasJobs(connection);
      }
    }
  }

  /** Asked here, over a connection that is there, so that databases without jobs cost nothing. */
  private boolean hasJobs(Connection connection) {
    try (Statement statement = connection.createStatement();
        ResultSet job = statement.executeQuery(ANY_JOB + opened.dialect().withoutWaiting())) {
      return job.next();
    } catch (SQLException withoutThem) {
      return false;
    }
  }

  private static void checkValid(Connection connection) throws SQLException {
    if (!connection.isValid(CHECK_SECONDS)) {
      throw new SQLException("The connection is not valid", "08003");
    }
  }

  /** What was in use before counts no more, even if its successor cannot be opened. */
  private void replace() throws SQLException {
    Opened before = opened;
    try {
      opened = open(dataSource);
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

  private Opened open(DataSource source) throws SQLException {
    settings.check();
    ServiceConnections own = ServiceConnections.beside(source);
    try (Connection connection = own.get()) {
      checkValid(connection);
      Dialect dialect = Dialect.of(connection.getMetaData(), settings.spread());
      dialect.check(connection);
      if (settings.migrate()) {
        Migrations.run(name, connection, own.source(), dialect);
      } else {
        Migrations.check(connection, own.source(), dialect);
      }
      DatabaseIdentity.claim(connection, name);
      Opened now = open(source, connection, dialect, own);
      own.warnIfShared(name);
      ConnectionSecurity.warnIfExposed(connection, name);
      return now;
    }
  }

  /** Closes the unit if the rest fails, since another is created when that is tried again. */
  private Opened open(
      DataSource source, Connection connection, Dialect dialect, ServiceConnections own)
      throws SQLException {
    EntityManagerFactory unit = createUnit(source, dialect, own);
    try {
      TableStatements tables = tables(unit);
      boolean historyWritten = keepHistory(connection, dialect, tables);
      return new Opened(
          source,
          dialect,
          Contents.Product.of(connection),
          unit,
          tables,
          historyWritten,
          own,
          sharedBuckets(dialect, own));
    } catch (SQLException | RuntimeException failed) {
      unit.close();
      throw failed;
    }
  }

  private Optional<ProxyManager<String>> sharedBuckets(Dialect dialect, ServiceConnections own) {
    return settings.sharedRateLimits() ? dialect.buckets(own.pooled()) : Optional.empty();
  }

  /**
   * A schema that this service does not migrate keeps the history as its owner set up its triggers.
   */
  private boolean keepHistory(Connection connection, Dialect dialect, TableStatements tables)
      throws SQLException {
    historyPrepared = LocalDate.now(ZoneOffset.UTC);
    boolean owned = !settings.migrate() && !settings.spread();
    if (owned || dialect.keepHistory(connection, settings.history())) {
      return false;
    }
    if (!settings.history()) {
      pauseHistory(connection, dialect, tables);
    }
    return settings.history();
  }

  private static void pauseHistory(Connection connection, Dialect dialect, TableStatements tables)
      throws SQLException {
    if (HistoryWriter.isPaused(connection)) {
      return;
    }
    Author service = new Author(connection.getMetaData().getUserName(), null, null);
    connection.setAutoCommit(false);
    for (Table table : tables.withHistory()) {
      RowStatements statements = tables.statements(dialect, table);
      new HistoryWriter(connection, dialect, table, statements, service).pause();
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  private TableStatements tables(EntityManagerFactory unit) {
    return new TableStatements(
        unit.getMetamodel().getEntities().stream()
            .map(Type::getJavaType)
            .filter(Table::holdsCodes)
            .map(Table::of)
            .toList(),
        settings.readTimeout());
  }

  /**
   * Concurrent batches rely on seeing what others have committed; see the operations page, Another
   * database. Only a connection of the pool shows it, so the first of a request is looked at.
   */
  private void checkIsolation(Connection connection) {
    if (isolationSeen) {
      return;
    }
    isolationSeen = true;
    try {
      if (connection.getTransactionIsolation() != Connection.TRANSACTION_READ_COMMITTED) {
        LOGGER.log(
            Level.WARNING,
            "Database {0}: set isolationLevel=\"TRANSACTION_READ_COMMITTED\" on its data source, or"
                + " concurrent batches will meet needless retries.",
            name);
      }
    } catch (SQLException lost) {
      Activity.log(LOGGER, Level.WARNING, "The isolation level of " + name + " is unknown.", lost);
    }
  }

  /**
   * EclipseLink opens one connection while it makes the unit. It gets one of the service's own,
   * since one of the pool would stay open for a while in each database. Each opening has a session
   * of its own, or EclipseLink would go on with the last one.
   */
  private EntityManagerFactory createUnit(
      DataSource source, Dialect dialect, ServiceConnections own) {
    AtomicBoolean isMade = new AtomicBoolean();
    DataSource handedOver =
        new SimpleDataSource() {
          @Override
          public Connection getConnection() throws SQLException {
            return isMade.get() ? source.getConnection() : own.get();
          }
        };
    openings++;
    EntityManagerFactory unit =
        Persistence.createEntityManagerFactory(
            UNIT,
            Map.of(
                "jakarta.persistence.jtaDataSource",
                handedOver,
                "eclipselink.session-name",
                UNIT + "-" + name + "-" + openings,
                "eclipselink.target-server",
                "WebSphere_Liberty",
                "eclipselink.target-database",
                dialect.platform()));
    unit.createEntityManager().close();
    isMade.set(true);
    return unit;
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
