package org.grievances.database;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.naming.InitialContext;
import javax.naming.NameClassPair;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.grievances.activity.Activity;

/**
 * All configured databases: the data sources below {@code jdbc/grievances} in JNDI, each named by
 * the last part of its JNDI name. Those below {@code jdbc/grievances-replicas} are for reading. If
 * one fails, the server and the others keep running.
 */
@ApplicationScoped
public class Databases {
  private static final Logger LOGGER = Logger.getLogger(Databases.class.getName());
  private static final String NAMES = "jdbc/grievances";
  private static final String REPLICAS = "jdbc/grievances-replicas";
  private static final long MILLIS_BETWEEN_SEARCHES = 2_000;
  private static final long MILLIS_BETWEEN_ROUNDS = 250;

  /** How many searches find nothing until it counts as certain that nothing is configured. */
  private static final int MOST_EMPTY_SEARCHES = 5;

  @Resource private ManagedScheduledExecutorService executor;
  @Inject private Measurements measurements;

  private final Map<String, Database> byName = new ConcurrentSkipListMap<>();
  private final List<Future<?>> repeated = new CopyOnWriteArrayList<>();
  private Rounds rounds;
  private int searches;
  private volatile boolean complete;

  void open(@Observes @Initialized(ApplicationScoped.class) Object start) {
    rounds = new Rounds(executor);
    repeat(this::findNew, MILLIS_BETWEEN_SEARCHES);
    repeat(rounds::go, MILLIS_BETWEEN_ROUNDS);
  }

  private void repeat(Runnable task, long millis) {
    repeated.add(executor.scheduleWithFixedDelay(task, 0, millis, TimeUnit.MILLISECONDS));
  }

  /**
   * The server may bind data sources after the application has started, or get more of them later.
   */
  private void findNew() {
    int before = byName.size();
    search();
    searches++;
    if (byName.size() == before && (before > 0 || searches > MOST_EMPTY_SEARCHES)) {
      complete = true;
    }
  }

  private void search() {
    try {
      for (NameClassPair entry : Collections.list(new InitialContext().list(NAMES))) {
        if (!byName.containsKey(entry.getName())) {
          add(entry.getName());
        }
      }
    } catch (NamingException none) {
      LOGGER.log(Level.WARNING, "No database is configured: no data source is {0}/…", NAMES);
    }
    searchReplicas();
  }

  private void searchReplicas() {
    try {
      for (NameClassPair entry : Collections.list(new InitialContext().list(REPLICAS))) {
        Database database = byName.get(entry.getName());
        if (database != null && database.replica().isEmpty()) {
          rounds.add(database.readFrom(InitialContext.doLookup(REPLICAS + "/" + entry.getName())));
          LOGGER.log(Level.INFO, "Database {0} has a replica.", database.name());
        }
      }
    } catch (NamingException none) {
      LOGGER.log(Level.FINE, "No database has a replica.");
    }
  }

  private void add(String name) {
    String jndiName = NAMES + "/" + name;
    try {
      DataSource dataSource = InitialContext.doLookup(jndiName);
      DatabaseSettings settings = DatabaseSettings.of(name);
      Database database = new Database(name, dataSource, settings, measurements);
      byName.put(name, database);
      measurements.watch(database);
      rounds.add(database);
      LOGGER.log(Level.INFO, "Database {0} is configured.", name);
    } catch (NamingException | RuntimeException unusable) {
      Activity.log(LOGGER, Level.WARNING, "Data source " + jndiName + " is unusable.", unusable);
    }
  }

  /** Whether all were found that the server has had since its start; it may get more later. */
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
    repeated.forEach(task -> task.cancel(true));
    rounds.stop();
    all().forEach(Database::close);
  }
}
