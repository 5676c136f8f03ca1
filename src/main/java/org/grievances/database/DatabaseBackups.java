package org.grievances.database;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.grievances.activity.Activity;
import org.grievances.settings.BackupSettings;

/**
 * Makes backups of a database while it is in use, where only this server can, and deletes old ones
 * once a new one is complete. Only the checks of the database use it, of which one at a time runs;
 * the age is read by other threads.
 */
final class DatabaseBackups {
  private static final Logger LOGGER = Logger.getLogger(DatabaseBackups.class.getName());
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMinutes(10);

  /** One database of the server is copied at a time, since they share its disks. */
  private static final Semaphore COPIES = new Semaphore(1);

  private final String name;
  private Instant nextCheck = Instant.EPOCH;

  /** The start of the newest backup, or of the search for one; null if none are made. */
  private volatile Instant newest;

  DatabaseBackups(String name) {
    this.name = name;
  }

  /**
   * How old the newest backup is, in seconds; if there is none, for how long there has been none on
   * this server; NaN if it makes none.
   */
  double ageSeconds() {
    Instant start = newest;
    return start == null ? Double.NaN : Duration.between(start, Instant.now()).toSeconds();
  }

  /** Makes a backup if it is time for one, and no other database is being copied. */
  void makeIfDue(OpenedDatabase opened, BackupSettings settings) {
    Optional<String> statement = opened.dialect().backup();
    if (settings.directory().isEmpty() || statement.isEmpty()) {
      newest = null;
    } else if (Instant.now().isAfter(nextCheck) && COPIES.tryAcquire()) {
      try {
        BackupDirectory backups = new BackupDirectory(settings.directory().get(), name);
        makeIfDue(backups, settings, to -> copy(opened, statement.get(), to));
      } finally {
        COPIES.release();
      }
    }
  }

  private void makeIfDue(
      BackupDirectory backups, BackupSettings settings, BackupDirectory.Copying copying) {
    Instant now = Instant.now();
    try {
      Optional<Instant> last = backups.newest();
      if (last.isPresent() || newest == null) {
        newest = last.orElse(now);
      }
      nextCheck = last.map(time -> time.plus(settings.interval())).orElse(now);
      if (!nextCheck.isAfter(now)) {
        nextCheck = now.plus(settings.interval());
        make(backups, now, copying);
        backups.prune(settings.keep());
      }
    } catch (IOException | SQLException e) {
      boolean isSoon = settings.interval().compareTo(PAUSE_AFTER_FAILURE) < 0;
      nextCheck = now.plus(isSoon ? settings.interval() : PAUSE_AFTER_FAILURE);
      Activity.log(LOGGER, Level.WARNING, "The backup of " + name + " failed.", e);
    }
  }

  private void make(BackupDirectory backups, Instant now, BackupDirectory.Copying copying)
      throws IOException, SQLException {
    Path backup = backups.add(now, copying);
    newest = now;
    LOGGER.log(
        Level.INFO,
        "Database {0} was backed up to {1} in {2} ms.",
        new Object[] {
          name, backup, Long.toString(Duration.between(now, Instant.now()).toMillis())
        });
  }

  private static void copy(OpenedDatabase opened, String statement, Path to) throws SQLException {
    try (Connection connection = opened.own().get();
        CallableStatement call = connection.prepareCall(statement)) {
      call.setString(1, to.toString());
      call.execute();
    }
  }
}
