package org.grievances.database;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.time.Duration;
import org.grievances.metrics.Metrics;

/** Measures how long a database takes to commit one transaction, and counts the others. */
final class CommitTimer implements Synchronization {
  private final Metrics metrics;
  private final String database;
  private long begun;

  CommitTimer(Metrics metrics, String database) {
    this.metrics = metrics;
    this.database = database;
  }

  @Override
  public void beforeCompletion() {
    begun = System.nanoTime();
  }

  @Override
  public void afterCompletion(int status) {
    if (status == Status.STATUS_COMMITTED) {
      metrics.commit(database, Duration.ofNanos(System.nanoTime() - begun));
    } else {
      metrics.rollback(database);
    }
  }
}
