package org.grievances.database;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionSynchronizationRegistry;
import org.grievances.metrics.Metrics;
import org.grievances.tracing.Tracing;

/** Registers the metrics of the databases and measures their commits. */
@ApplicationScoped
class DatabaseMetrics {
  @Inject private Metrics metrics;
  @Inject private Tracing tracing;
  @Resource private TransactionSynchronizationRegistry transactions;

  /** Registers the gauges of a database. */
  void watch(Database database) {
    metrics.watchDatabase(
        database.name(),
        () -> database.state() == DatabaseState.UP,
        database::activeRequests,
        database::maxConcurrent);
    metrics.watchSize(
        database.name(),
        () -> database.monitor().size().bytes(),
        () -> database.monitor().size().historyRows());
    metrics.watchBackups(database.name(), () -> database.monitor().backupAgeSeconds());
    metrics.watchChanges(database.name(), () -> database.monitor().changesHeldSeconds());
  }

  /** Registers the gauges of a database's replica, whichever that is when they are read. */
  void watchReplica(Database database) {
    metrics.watchReplica(
        database.name(),
        () -> database.replica().filter(each -> each.state() == Replica.State.UP).isPresent(),
        () ->
            database
                .replica()
                .flatMap(Replica::lag)
                .map(lag -> lag.toMillis() / 1000.0)
                .orElse(Double.NaN));
  }

  /** Removes the gauges of a database and its replica, which the server no longer has. */
  void forget(String database) {
    metrics.forgetDatabase(database);
  }

  /**
   * Measures the commit of the caller's transaction.
   *
   * @param ended called when it is committed or rolled back
   */
  void measureCommit(String database, Runnable ended) {
    transactions.registerInterposedSynchronization(
        new CommitTimer(metrics, tracing, database, ended));
  }
}
