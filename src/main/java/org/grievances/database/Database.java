package org.grievances.database;

import io.github.bucket4j.distributed.proxy.ProxyManager;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import jakarta.persistence.metamodel.Type;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.grievances.activity.Activity;
import org.grievances.database.dialect.Dialect;
import org.grievances.database.dialect.RowStatements;
import org.grievances.database.history.HistoryWriter;
import org.grievances.failure.Failure;
import org.grievances.failure.FailureException;
import org.grievances.schema.Author;
import org.grievances.schema.Table;

/**
 * One configured database and its persistence unit. It is opened the first time that it can be
 * reached, at startup or later; each request uses its current state.
 */
public final class Database {
  private static final Logger LOGGER = Logger.getLogger(Database.class.getName());
  private static final String UNIT = "grievances";
  private static final int CHECK_SECONDS = 5;
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final String name;
  private final String jndiName;
  private final DataSource dataSource;
  private final DatabaseSettings settings;
  private final SortIndexes indexes = new SortIndexes();
  private final Bulkhead limit;

  private volatile Opened opened;
  private volatile State state = State.STARTING;

  /** The result of the last check. */
  public enum State {
    STARTING,
    UP,
    DOWN
  }

  /**
   * What was determined when the database was first reached.
   *
   * @param historyWritten whether this service writes the history itself
   * @param own connections for checks and shared rate limits
   */
  private record Opened(
      Dialect dialect,
      EntityManagerFactory unit,
      TableStatements tables,
      boolean historyWritten,
      ServiceConnections own,
      Optional<ProxyManager<String>> buckets) {}

  Database(String name, String jndiName, DataSource dataSource, DatabaseSettings settings) {
    this.name = name;
    this.jndiName = jndiName;
    this.dataSource = dataSource;
    this.settings = settings;
    this.limit = new Bulkhead("Database " + name, settings.maxInWork());
  }

  public String name() {
    return name;
  }

  State state() {
    return state;
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
      Activity.log(LOGGER, Level.WARNING, "No connection to database " + name + " can be had.");
      throw unavailable();
    }
  }

  /** The failure for a request while this database is unavailable. */
  private FailureException unavailable() {
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
   * Checks whether the database can be used, and opens it when it is reached for the first time.
   * Never throws, since an exception would end the scheduled checks.
   */
  void check() {
    try {
      reach();
      become(State.UP, null);
    } catch (SQLException | RuntimeException fault) {
      become(State.DOWN, fault);
    }
  }

  /** The token buckets shared by all servers that use this database; empty while there are none. */
  public Optional<ProxyManager<String>> buckets() {
    return Optional.ofNullable(opened).flatMap(Opened::buckets);
  }

  /** Creates the indexes that sorted lists were found to need. */
  void makeIndexes() {
    if (settings.sortIndexes() && state == State.UP) {
      indexes.make(dataSource, opened.dialect());
    }
  }

  private void reach() throws SQLException {
    if (opened == null) {
      open();
    } else {
      try (Connection connection = opened.own().get()) {
        checkValid(connection);
      }
    }
  }

  private static void checkValid(Connection connection) throws SQLException {
    if (!connection.isValid(CHECK_SECONDS)) {
      throw new SQLException("The connection is not valid", "08003");
    }
  }

  private void open() throws SQLException {
    Dialect dialect;
    try (Connection connection = dataSource.getConnection()) {
      checkValid(connection);
      dialect = Dialect.of(connection.getMetaData());
      warnOfIsolation(connection.getTransactionIsolation());
    }
    if (settings.migrate()) {
      Migrations.run(name, dataSource, dialect);
    }
    EntityManagerFactory unit = createUnit(dialect);
    TableStatements tables = tables(unit);
    boolean historyWritten = keepHistory(dialect, tables);
    ServiceConnections own = ServiceConnections.beside(dataSource, name);
    opened = new Opened(dialect, unit, tables, historyWritten, own, dialect.buckets(own.source()));
  }

  /** A schema that this service does not migrate keeps the history as its owner set it up. */
  private boolean keepHistory(Dialect dialect, TableStatements tables) throws SQLException {
    if (!settings.migrate()) {
      return false;
    }
    try (Connection connection = dataSource.getConnection()) {
      if (dialect.keepHistory(connection, settings.history())) {
        return false;
      }
      if (!settings.history()) {
        pauseHistory(connection, dialect, tables);
      }
      return settings.history();
    }
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

  private static TableStatements tables(EntityManagerFactory unit) {
    return new TableStatements(
        unit.getMetamodel().getEntities().stream()
            .map(Type::getJavaType)
            .filter(Table::holdsCodes)
            .map(Table::of)
            .toList());
  }

  /**
   * Concurrent batches rely on seeing what others have committed; see the operations page, Another
   * database.
   */
  private void warnOfIsolation(int isolation) {
    if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
      LOGGER.log(
          Level.WARNING,
          "Database {0}: set isolationLevel=\"TRANSACTION_READ_COMMITTED\" on its data source, or"
              + " concurrent batches will meet needless retries.",
          name);
    }
  }

  private EntityManagerFactory createUnit(Dialect dialect) {
    EntityManagerFactory unit =
        Persistence.createEntityManagerFactory(
            UNIT,
            Map.of(
                "jakarta.persistence.jtaDataSource",
                jndiName,
                "eclipselink.session-name",
                UNIT + "-" + name,
                "eclipselink.target-server",
                "WebSphere_Liberty",
                "eclipselink.target-database",
                dialect.platform()));
    unit.createEntityManager().close();
    return unit;
  }

  private void become(State next, Exception fault) {
    if (state == next) {
      return;
    }
    state = next;
    if (fault == null) {
      LOGGER.log(Level.INFO, "Database {0} can be used.", name);
    } else {
      Activity.log(
          LOGGER, Level.WARNING, "Database " + name + " cannot be used" + reason(fault), fault);
    }
  }

  /** A driver's message about a failed connection quotes no record, and operators need it. */
  private static String reason(Exception fault) {
    return fault instanceof SQLException sql && SqlFault.of(sql) == SqlFault.UNAVAILABLE
        ? ": " + sql.getMessage()
        : ".";
  }

  void close() {
    if (opened != null) {
      opened.own().close();
      opened.unit().close();
    }
  }
}
