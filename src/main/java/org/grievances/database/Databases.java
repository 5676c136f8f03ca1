package org.grievances.database;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.grievances.activity.Activity;
import org.grievances.activity.BackgroundTasks;
import org.grievances.failure.RetryPolicy;
import org.grievances.settings.BackupSettings;
import org.grievances.settings.RateLimitSettings;
import org.grievances.settings.ReadSettings;

/**
 * All configured databases: the data sources below {@code jdbc/grievances} in JNDI, each named by
 * the last part of its JNDI name. Those below {@code jdbc/grievances-replicas} are for reading. If
 * one fails, the server and the others keep running. One that is added, changed or removed while
 * the server runs is noticed within seconds.
 */
@ApplicationScoped
public class Databases {
  private static final Logger LOGGER = Logger.getLogger(Databases.class.getName());
  private static final String NAMES = "jdbc/grievances";
  private static final long MILLIS_BETWEEN_SEARCHES = 500;
  private static final Duration CHECK_INTERVAL = Duration.ofMillis(250);

  /** With more databases the time between searches grows, because a search looks each one up. */
  private static final long MILLIS_PER_DATABASE = 20;

  /** The number of empty searches after which no database counts as configured. */
  private static final int MAX_EMPTY_SEARCHES = 20;

  /** A data source is missing for a moment while its file is read again. */
  private static final int SEARCHES_UNTIL_REMOVED = 6;

  private static final Duration LOOKUP = Duration.ofSeconds(1);
  private static final RetryPolicy LOOKUPS =
      RetryPolicy.of(SQLTransientConnectionException.class::isInstance, Integer.MAX_VALUE)
          .within(LOOKUP)
          .withDelay((e, attempt) -> Duration.ofMillis(20));

  /** The time until removed databases are closed, so that their requests can end. */
  private static final Duration RETIREMENT = Duration.ofMinutes(10);

  @Resource private ManagedExecutorService executor;
  @Inject private BackgroundTasks tasks;
  @Inject private DatabaseMetrics metrics;
  @Inject private ServerState server;
  @Inject private ReadSettings reads;
  @Inject private RateLimitSettings rateLimits;
  @Inject private BackupSettings backups;

  @Inject
  @ConfigProperty(name = "grievances.server.directory")
  private Path directory;

  private final DataSources sources = new DataSources(NAMES);
  private final DataSources replicas = new DataSources(NAMES + "-replicas");
  private final Map<String, Database> byName = new ConcurrentSkipListMap<>();
  private final Map<String, String> propertiesByName = new HashMap<>();
  private final Map<String, Integer> missed = new HashMap<>();
  private DatabaseFiles files;
  private ScheduledExecutorService searches;
  private MonitorScheduler scheduler;
  private int count;
  private volatile boolean complete;

  void open(@Observes @Initialized(ApplicationScoped.class) Object start) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    scheduler = new MonitorScheduler(executor);
    files = new DatabaseFiles(directory);
    searches = Executors.newSingleThreadScheduledExecutor(task -> searcher(task, loader));
    searches.execute(this::search);
    tasks.every(CHECK_INTERVAL, "checking the databases", scheduler::startDueChecks);
  }

  /** A thread that is not the application's; see {@link DataSources}. */
  private static Thread searcher(Runnable task, ClassLoader loader) {
    Thread thread = new Thread(task, "databases");
    thread.setDaemon(true);
    thread.setContextClassLoader(loader);
    return thread;
  }

  /**
   * The server may bind data sources after the application has started, or get more of them later.
   */
  private void search() {
    if (server.isStopping()) {
      // Its data sources go away before the requests that still run.
      return;
    }
    int before = byName.size();
    try {
      files.readAdded();
      update(sources.find(), replicas.find());
    } catch (NamingException | RuntimeException e) {
      Activity.log(LOGGER, Level.WARNING, "The data sources cannot be listed.", e);
    }
    count++;
    if (byName.size() == before && (before > 0 || count > MAX_EMPTY_SEARCHES)) {
      complete = true;
    }
    long pause = Math.max(MILLIS_BETWEEN_SEARCHES, byName.size() * MILLIS_PER_DATABASE);
    searches.schedule(this::search, pause, TimeUnit.MILLISECONDS);
  }

  private void update(
      Map<String, DataSources.Found> found, Map<String, DataSources.Found> foundReplicas) {
    if (found.isEmpty() && byName.isEmpty() && count == MAX_EMPTY_SEARCHES) {
      LOGGER.log(Level.WARNING, "No database is configured: no data source is {0}/…", NAMES);
    }
    found.forEach(this::update);
    foundReplicas.forEach(this::updateReplica);
    for (Database database : byName.values()) {
      String name = database.name();
      if (!found.containsKey(name) && isGone(name)) {
        remove(database);
      } else if (database.hasReplica()
          && !foundReplicas.containsKey(name)
          && isGone(replica(name))) {
        removeReplica(database);
      }
    }
  }

  private static String replica(String name) {
    return name + " for reading";
  }

  private void update(String name, DataSources.Found found) {
    Database database = byName.get(name);
    DatabaseSettings settings = DatabaseSettings.of(name, reads, rateLimits, backups);
    boolean isNew = isNew(name, found);
    if (database == null) {
      add(new Database(name, pool(sources, name, found), settings, metrics));
    } else if (isNew || !settings.equals(database.settings())) {
      LOGGER.log(Level.INFO, "The configuration of database {0} has changed.", name);
      database.configure(pool(sources, name, found), settings);
      scheduler.checkNext(database.monitor());
    }
  }

  private PooledConnections pool(DataSources where, String name, DataSources.Found found) {
    return new PooledConnections(found.source(), () -> lookUp(where, name));
  }

  /** Waits while the server replaces a data source, which is missing meanwhile. */
  private DataSource lookUp(DataSources where, String name) throws SQLException {
    return LOOKUPS.run(attempt -> lookUpOnce(where, name));
  }

  private DataSource lookUpOnce(DataSources where, String name) throws SQLException {
    try {
      return searches.submit(() -> where.find(name)).get(LOOKUP.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
      throw new SQLTransientConnectionException("No data source has this name now", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("Interrupted while a data source was looked up", e);
    }
  }

  /** Whether a data source has other properties than when it was last seen. */
  private boolean isNew(String name, DataSources.Found found) {
    missed.remove(name);
    return !found.properties().equals(propertiesByName.put(name, found.properties()));
  }

  private void add(Database database) {
    byName.put(database.name(), database);
    metrics.watch(database);
    scheduler.add(database.monitor());
    LOGGER.log(Level.INFO, "Database {0} is configured.", database.name());
  }

  private void updateReplica(String name, DataSources.Found found) {
    Database database = byName.get(name);
    if (database != null && isNew(replica(name), found)) {
      removeReplica(database);
      scheduler.add(database.replicaReader().use(pool(replicas, name, found)));
      metrics.watchReplica(database);
      LOGGER.log(Level.INFO, "Database {0} has a replica.", name);
    }
  }

  private boolean isGone(String name) {
    if (missed.merge(name, 1, Integer::sum) < SEARCHES_UNTIL_REMOVED) {
      return false;
    }
    missed.remove(name);
    propertiesByName.remove(name);
    return true;
  }

  private void remove(Database database) {
    byName.remove(database.name());
    database.replica().ifPresent(scheduler::remove);
    scheduler.remove(database.monitor());
    metrics.forget(database.name());
    closeLater(database::close);
    LOGGER.log(Level.INFO, "Database {0} is no longer configured.", database.name());
  }

  private void removeReplica(Database database) {
    database
        .replicaReader()
        .stop()
        .ifPresent(
            replica -> {
              scheduler.remove(replica);
              closeLater(replica::close);
              LOGGER.log(Level.INFO, "A replica of {0} is no longer read.", database.name());
            });
  }

  private void closeLater(Runnable close) {
    searches.schedule(close, RETIREMENT.toMinutes(), TimeUnit.MINUTES);
  }

  /** Whether the databases that were configured at the start are found; more may be added later. */
  public boolean areComplete() {
    return complete;
  }

  /** The database with this name, which is case-sensitive. */
  public Optional<Database> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  public Collection<Database> all() {
    return byName.values();
  }

  @PreDestroy
  void close() {
    searches.shutdownNow();
    scheduler.stop();
    all().forEach(Database::close);
  }
}
