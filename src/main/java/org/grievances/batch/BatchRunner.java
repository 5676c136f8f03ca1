package org.grievances.batch;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.EJBException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.grievances.database.Bulkhead;
import org.grievances.database.SqlFault;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.metrics.Metrics;
import org.grievances.settings.BatchSettings;

/** Runs a batch, each attempt in its own transaction, until it has an outcome. */
@ApplicationScoped
public class BatchRunner {
  private static final int RETRIES = 3;

  @Inject private BatchService service;
  @Inject private Metrics metrics;

  @Inject private BatchSettings settings;

  private Bulkhead bulkhead;

  @PostConstruct
  void limit() {
    bulkhead = new Bulkhead("This server", settings.maxConcurrent());
    metrics.watchBatches(bulkhead::used, settings.maxConcurrent());
  }

  /**
   * Checks, before a body is received, whether one more batch may run.
   *
   * @throws FailureException {@code OVERLOADED} if not
   */
  public void checkLimit() {
    bulkhead.check();
  }

  /**
   * @throws FailureException if the whole request failed; nothing was applied
   * @throws EJBException if the transaction failed at the commit; see {@link
   *     org.grievances.http.CommitExceptionMapper}
   */
  public BatchResult run(Batch batch) {
    Bulkhead.Permit permit = bulkhead.acquire();
    try {
      return runWithRetries(batch);
    } finally {
      permit.close();
    }
  }

  private BatchResult runWithRetries(Batch batch) {
    Attempt attempt = Attempt.FIRST;
    int retries = 0;
    while (true) {
      Attempt failed = attempt;
      try {
        return service.apply(batch, attempt);
      } catch (RowRefusedException e) {
        attempt = attempt.thenRowByRow();
      } catch (ContentionException e) {
        attempt = attempt.thenTableLocked();
        retries++;
      } catch (EJBException e) {
        attempt = afterFailedCommit(attempt, e);
        retries++;
      }
      boolean refusedRow = attempt.rowByRow() && !failed.rowByRow();
      metrics.retry(batch.database().name(), refusedRow ? "refused_row" : "contention");
      if (!batch.source().isRepeatable()) {
        throw attempt.rowByRow() ? notRepeatable() : batch.database().busy();
      }
      if (retries > RETRIES) {
        throw batch.database().busy();
      }
    }
  }

  private static FailureException notRepeatable() {
    return new FailureException(
        ProblemType.CONFLICT, "The database refuses an item, and the items cannot be read again.");
  }

  /** A database may refuse a row or abort a transaction as late as at the commit. */
  private static Attempt afterFailedCommit(Attempt attempt, EJBException exception) {
    SqlFault kind = SqlFault.in(exception).orElseThrow(() -> exception);
    if (kind == SqlFault.CONTENTION) {
      return attempt.thenTableLocked();
    }
    if (kind == SqlFault.REFUSED && !attempt.rowByRow()) {
      return attempt.thenRowByRow();
    }
    throw exception;
  }
}
