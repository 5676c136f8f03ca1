package org.grievances.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Opens a database the first time that it can be reached, and after each change of its
 * configuration; between, checks whether it can be used, and maintains it.
 *
 * <p>The visits, of which one at a time runs, write what they find: the state, what is opened and
 * whether there are jobs. The search for databases writes the configuration, and any request that
 * the next visit should come soon. All threads read.
 */
final class DatabaseMonitor implements Rounds.Visited {
  private static final Logger LOGGER = Logger.getLogger(DatabaseMonitor.class.getName());

  /** What was in use before a change stays for the requests that began with it. */
  private static final Duration RETIREMENT = Duration.ofMinutes(10);

  private final String name;
  private final DatabaseOpener opener;
  private final DatabaseMaintenance maintenance;
  private final DownReasons reasons;

  /** The server's pool may fail while the service's own connections do not. */
  private final DownReasons poolReasons;

  private final Queue<Retired> retired = new ConcurrentLinkedQueue<>();

  private volatile DataSource source;
  private volatile DatabaseSettings settings;
  private volatile boolean changed;
  private volatile boolean awaited;

  private volatile DatabaseState state = DatabaseState.STARTING;
  private volatile OpenedDatabase opened;
  private volatile boolean hasJobs;

  /** What was in use until a change. */
  private record Retired(OpenedDatabase opened, Instant since) {

    boolean isOver() {
      return Instant.now().isAfter(since.plus(RETIREMENT));
    }
  }

  DatabaseMonitor(String name, SortIndexes indexes) {
    this.name = name;
    this.opener = new DatabaseOpener(name);
    this.maintenance = new DatabaseMaintenance(name, indexes);
    this.reasons = new DownReasons(LOGGER, "Database " + name + " cannot be used");
    this.poolReasons = new DownReasons(LOGGER, "Requests get no connection to database " + name);
  }

  /** Opens the database anew, with this configuration, at the next visit. */
  void configure(DataSource newSource, DatabaseSettings newSettings) {
    source = newSource;
    settings = newSettings;
    changed = true;
    awaited = true;
  }

  DatabaseState state() {
    return state;
  }

  /** What requests use; empty while the database has not been opened. */
  Optional<OpenedDatabase> opened() {
    return Optional.ofNullable(opened);
  }

  /** What requests use; empty if the database could not be used when it was last visited. */
  Optional<OpenedDatabase> usable() {
    return opened().filter(now -> state == DatabaseState.UP);
  }

  boolean hasJobs() {
    return hasJobs;
  }

  /** How large the database was when it was last measured. */
  DatabaseSize size() {
    return maintenance.size();
  }

  /**
   * Whether requests have come since the last visit began that depend on what the next one finds.
   */
  @Override
  public boolean isAwaited() {
    return awaited;
  }

  /** Notes that a request depends on what the next visit finds. */
  void visitSoon() {
    awaited = true;
  }

  /** Logs why a request got no connection. */
  void logPoolFault(Exception fault) {
    poolReasons.log(fault);
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
    closeRetired(Retired::isOver);
    maintenance.run(opened, settings);
  }

  private void reach() throws SQLException {
    if (opened == null || changed) {
      changed = false;
      replace();
    } else {
      check();
    }
  }

  /** Looks for jobs too, so that databases without any cost no connection more. */
  private void check() throws SQLException {
    try (Connection connection = opened.own().get()) {
      OpenedDatabase.checkValid(connection);
      hasJobs = opened.hasJobs(connection);
    }
  }

  /** What was in use before counts no more, even if its successor cannot be opened. */
  private void replace() throws SQLException {
    OpenedDatabase before = opened;
    try {
      opened = opener.open(source, settings);
      maintenance.historyIsPrepared();
    } catch (SQLException | RuntimeException e) {
      opened = null;
      throw e;
    } finally {
      if (before != null) {
        retired.add(new Retired(before, Instant.now()));
      }
    }
  }

  private void becomeUp() {
    if (state != DatabaseState.UP) {
      state = DatabaseState.UP;
      reasons.clear();
      poolReasons.clear();
      LOGGER.log(Level.INFO, "Database {0} can be used.", name);
    }
  }

  private void becomeDown(Exception fault) {
    state = DatabaseState.DOWN;
    reasons.log(fault);
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

  /** Closes all that is open, when the database is no longer visited. */
  void close() {
    closeRetired(each -> true);
    opened().ifPresent(OpenedDatabase::close);
  }
}
