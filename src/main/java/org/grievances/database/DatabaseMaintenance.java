package org.grievances.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.grievances.activity.Activity;
import org.grievances.database.reads.RecordRead;

/**
 * Maintains an open database from time to time: measures its size, prepares each day the history
 * for the next months, removes what is kept no longer of who has seen what, creates the indexes
 * that sorted lists need, and makes backups. Only the checks of the database use it, of which one
 * at a time runs; the size is read by other threads.
 */
final class DatabaseMaintenance {
  private static final Logger LOGGER = Logger.getLogger(DatabaseMaintenance.class.getName());
  private static final Duration MEASURE_INTERVAL = Duration.ofMinutes(10);

  private final String name;
  private final ListIndexes indexes;
  private final DatabaseBackups backups;

  private Instant measured = Instant.EPOCH;
  private LocalDate historyPrepared;
  private LocalDate readsRemoved;
  private volatile DatabaseSize size = DatabaseSize.UNKNOWN;

  DatabaseMaintenance(String name, ListIndexes indexes) {
    this.name = name;
    this.indexes = indexes;
    this.backups = new DatabaseBackups(name);
  }

  /** The size of the database at its last measurement. */
  DatabaseSize size() {
    return size;
  }

  /** See {@link DatabaseBackups#ageSeconds()}. */
  double backupAgeSeconds() {
    return backups.ageSeconds();
  }

  /** Records that the history was prepared, as each opening does. */
  void historyIsPrepared() {
    historyPrepared = LocalDate.now(ZoneOffset.UTC);
  }

  void run(OpenedDatabase opened, DatabaseSettings settings) {
    if (Instant.now().isAfter(measured.plus(MEASURE_INTERVAL))) {
      measure(opened);
    }
    opened.reads().closeIfIdle();
    if (!LocalDate.now(ZoneOffset.UTC).equals(historyPrepared)) {
      prepareHistory(opened, settings);
    }
    if (settings.migrate() && !LocalDate.now(ZoneOffset.UTC).equals(readsRemoved)) {
      removeReads(opened, settings);
    }
    if (settings.sortIndexes()) {
      indexes.make(opened.own().source(), opened.tables());
    }
    backups.makeIfDue(opened, settings.backups());
  }

  private void measure(OpenedDatabase opened) {
    measured = Instant.now();
    try {
      opened.size().ifPresent(now -> size = now);
    } catch (SQLException e) {
      Activity.log(LOGGER, Level.WARNING, "The size of " + name + " is unknown.", e);
    }
  }

  private void prepareHistory(OpenedDatabase opened, DatabaseSettings settings) {
    try (Connection connection = opened.own().get()) {
      historyIsPrepared();
      HistorySetup.apply(settings, connection, opened.tables());
    } catch (SQLException e) {
      Activity.log(LOGGER, Level.WARNING, "The history of " + name + " could not be prepared.", e);
    }
  }

  /** In a schema that others own, its owner removes them. */
  private void removeReads(OpenedDatabase opened, DatabaseSettings settings) {
    readsRemoved = LocalDate.now(ZoneOffset.UTC);
    LocalDateTime before = LocalDateTime.now(ZoneOffset.UTC).minus(settings.keepReads());
    try (Connection connection = opened.own().get();
        PreparedStatement remove = connection.prepareStatement(opened.dialect().removeReads())) {
      opened.dialect().bind(remove, 1, RecordRead.TABLE.field("at"), before);
      remove.execute();
    } catch (SQLException e) {
      Activity.log(LOGGER, Level.WARNING, "Old reads of " + name + " could not be removed.", e);
    }
  }
}
