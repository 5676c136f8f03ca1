package org.grievances.database;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.time.Duration;
import org.grievances.metrics.Metrics;
import org.grievances.tracing.Step;
import org.grievances.tracing.Tracing;

/** Measures the commit of one transaction, or counts its rollback. */
final class CommitTimer implements Synchronization {
  private final Metrics metrics;
  private final Tracing tracing;
  private final String database;
  private final Runnable ended;
  private long begun;
  private Step step;

  CommitTimer(Metrics metrics, Tracing tracing, String database, Runnable ended) {
    this.metrics = metrics;
    this.tracing = tracing;
    this.database = database;
    this.ended = ended;
  }

  @Override
  public void beforeCompletion() {
    begun = System.nanoTime();
    step = tracing.begin("commit", database);
  }

  @Override
  public void afterCompletion(int status) {
    ended.run();
    if (status == Status.STATUS_COMMITTED) {
      metrics.commit(database, Duration.ofNanos(System.nanoTime() - begun));
    } else {
      metrics.rollback(database);
    }
    end(status == Status.STATUS_COMMITTED);
  }

  /** Has no step if the transaction is rolled back without a commit. */
  private void end(boolean committed) {
    if (step != null) {
      if (!committed) {
        step.fail();
      }
      step.close();
    }
  }
}
