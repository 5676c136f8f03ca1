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
import org.grievances.database.dialect.UnusableDatabaseException;

/**
 * Opens a database the first time that it can be reached, and after each change of its
 * configuration; otherwise checks whether it can be used, and maintains it.
 *
 * <p>The checks, of which one at a time runs, write their results: the state, what is opened and
 * whether there are jobs, what holds up readers of changes. The search for databases writes the
 * configuration, and whether requests wait for the next check. All threads read.
 */
final class DatabaseMonitor implements MonitorScheduler.Monitored {
  private static final Logger LOGGER = Logger.getLogger(DatabaseMonitor.class.getName());

  /** The time that a replaced unit stays open for the requests that began with it. */
  private static final Duration RETIREMENT = Duration.ofMinutes(10);

  private final String name;
  private final DatabaseOpener opener;
  private final DatabaseMaintenance maintenance;
  private final DownReasons reasons;

  /** The server's pool may fail while the service's own connections do not. */
  private final DownReasons poolReasons;

  private final DownReasons readReasons;

  private final Queue<Retired> retired = new ConcurrentLinkedQueue<>();

  private volatile DataSource source;
  private volatile DatabaseSettings settings;
  private volatile boolean changed;
  private volatile boolean hasWaitingRequests;

  private volatile DatabaseState state = DatabaseState.STARTING;
  private volatile OpenedDatabase opened;
  private volatile boolean hasJobs;
  private volatile boolean hasWebhooks;
  private volatile double changesHeldSeconds;

  /** A unit that was replaced after a change. */
  private record Retired(OpenedDatabase opened, Instant since) {

    boolean isOver() {
      return Instant.now().isAfter(since.plus(RETIREMENT));
    }
  }

  DatabaseMonitor(String name, ListIndexes indexes) {
    this.name = name;
    this.opener = new DatabaseOpener(name);
    this.maintenance = new DatabaseMaintenance(name, indexes);
    this.reasons = new DownReasons(LOGGER, "Database " + name + " cannot be used");
    this.readReasons =
        new DownReasons(
            LOGGER, "Nothing is shown of database " + name + ", since reads cannot be recorded");
    this.poolReasons = new DownReasons(LOGGER, "Requests get no connection to database " + name);
  }

  /** Makes the next check open the database again, with this configuration. */
  void configure(DataSource newSource, DatabaseSettings newSettings) {
    source = newSource;
    settings = newSettings;
    changed = true;
    hasWaitingRequests = true;
  }

  DatabaseState state() {
    return state;
  }

  /** The opened database; empty before it was opened. */
  Optional<OpenedDatabase> opened() {
    return Optional.ofNullable(opened);
  }

  /** The opened database; empty if it could not be used at the last check. */
  Optional<OpenedDatabase> usable() {
    return opened().filter(now -> state == DatabaseState.UP);
  }

  boolean hasJobs() {
    return hasJobs;
  }

  boolean hasWebhooks() {
    return hasWebhooks;
  }

  /**
   * For how long the oldest transaction that readers of changes wait for was open at the last
   * check, in seconds; NaN if that is not known.
   */
  double changesHeldSeconds() {
    return changesHeldSeconds;
  }

  /** The size of the database at its last measurement. */
  DatabaseSize size() {
    return maintenance.size();
  }

  /** See {@link DatabaseBackups#ageSeconds()}. */
  double backupAgeSeconds() {
    return maintenance.backupAgeSeconds();
  }

  /** Whether requests since the last check began depend on the result of the next one. */
  @Override
  public boolean hasWaitingRequests() {
    return hasWaitingRequests;
  }

  /** Records that a request depends on the result of the next check. */
  void checkSoon() {
    hasWaitingRequests = true;
  }

  /** Logs why a request got no connection. */
  void logPoolFault(Exception exception) {
    poolReasons.log(exception);
  }

  /** Logs why a read could not be recorded. */
  void logReadFault(Exception exception) {
    readReasons.log(exception);
  }

  /**
   * Opens the database if it is not open yet, or checks whether it can be used, and then maintains
   * it.
   */
  @Override
  public void check() {
    hasWaitingRequests = false;
    try {
      reach();
      becomeUp();
    } catch (SQLException | RuntimeException e) {
      becomeDown(e);
      return;
    }
    closeRetired(Retired::isOver);
    maintenance.run(opened, settings);
  }

  private void reach() throws SQLException {
    if (opened == null || changed) {
      changed = false;
      replace();
      return;
    }
    try {
      checkOpened();
    } catch (UnusableDatabaseException e) {
      leave();
      throw e;
    }
  }

  /** Also looks for jobs, on the same connection, so that databases without jobs are not polled. */
  private void checkOpened() throws SQLException {
    try (Connection connection = opened.own().get()) {
      OpenedDatabase.checkValid(connection);
      Migrations.refuseLater(connection, opened.own().source(), opened.dialect());
      hasJobs = opened.hasRows(connection, "jobs");
      hasWebhooks = opened.hasRows(connection, "webhooks");
      changesHeldSeconds = opened.changesHeldSeconds(connection);
    }
  }

  /** Replaces the opened database, even if it cannot be opened again. */
  private void replace() throws SQLException {
    OpenedDatabase before = opened;
    try {
      opened = opener.open(source, settings);
      maintenance.historyIsPrepared();
    } catch (SQLException | RuntimeException e) {
      opened = null;
      throw e;
    } finally {
      retire(before);
    }
  }

  /** Leaves a database that must not be used any more, also by requests that try whether it is. */
  private void leave() {
    OpenedDatabase before = opened;
    opened = null;
    retire(before);
  }

  private void retire(OpenedDatabase before) {
    if (before != null) {
      retired.add(new Retired(before, Instant.now()));
    }
  }

  private void becomeUp() {
    if (state != DatabaseState.UP) {
      state = DatabaseState.UP;
      reasons.clear();
      poolReasons.clear();
      readReasons.clear();
      LOGGER.log(Level.INFO, "Database {0} can be used.", name);
    }
  }

  private void becomeDown(Exception exception) {
    state = DatabaseState.DOWN;
    reasons.log(exception);
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

  /** Closes all that is open, when the database is no longer checked. */
  void close() {
    closeRetired(each -> true);
    opened().ifPresent(OpenedDatabase::close);
  }
}
