package org.grievances.database;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionSynchronizationRegistry;
import org.grievances.metrics.Metrics;
import org.grievances.tracing.Tracing;

/** Measures the databases and the transactions in them. */
@ApplicationScoped
class Measurements {
  @Inject private Metrics metrics;
  @Inject private Tracing tracing;
  @Resource private TransactionSynchronizationRegistry transactions;

  /** Tells the state of a database from now on. */
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
  }

  /** Tells the state of a database's replica from now on, whichever it has then. */
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

  /** Tells nothing more of a database and its replica, which the server no longer has. */
  void forget(String database) {
    metrics.forgetDatabase(database);
  }

  /** Measures the commit of the caller's transaction. */
  void measureCommit(String database) {
    transactions.registerInterposedSynchronization(new CommitTimer(metrics, tracing, database));
  }
}
