package org.grievances.batch;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.EJBException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicReference;
import org.grievances.database.Bulkhead;
import org.grievances.database.ExhaustedConnectionException;
import org.grievances.database.SqlErrorKind;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.failure.RetryPolicy;
import org.grievances.metrics.Metrics;
import org.grievances.settings.BatchSettings;

/** Runs a batch, each attempt in its own transaction, until it has an outcome. */
@ApplicationScoped
public class BatchRunner {
  private static final int MAX_ATTEMPTS = 4;

  @Inject private BatchService service;
  @Inject private Metrics metrics;

  @Inject private BatchSettings settings;

  private Bulkhead bulkhead;

  @PostConstruct
  void limit() {
    int maxBatches =
        HeapLimit.maxBatches(Runtime.getRuntime().maxMemory(), settings.maxConcurrent());
    bulkhead = new Bulkhead("This server", maxBatches);
    metrics.watchBatches(bulkhead::used, maxBatches);
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
   *     org.grievances.http.failure.CommitExceptionMapper}
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
    AtomicReference<Attempt> next = new AtomicReference<>(Attempt.FIRST);
    try {
      return RetryPolicy.of(e -> maxAttempts(batch, next.get(), e))
          .run(attempt -> apply(batch, next));
    } catch (RowRefusedException e) {
      throw new FailureException(
          ProblemType.CONFLICT,
          "The database refuses an item, and the items cannot be read again.");
    } catch (ContentionException e) {
      throw batch.database().busy();
    }
  }

  /** A batch whose items are applied row by row had one more attempt, which found that out. */
  private static int maxAttempts(Batch batch, Attempt next, Exception e) {
    if (batch.source().isRepeatable() && e instanceof ExhaustedConnectionException) {
      return ExhaustedConnectionException.MAX_ATTEMPTS;
    }
    if (!batch.source().isRepeatable()
        || !(e instanceof RowRefusedException || e instanceof ContentionException)) {
      return 1;
    }
    return next.rowByRow() ? MAX_ATTEMPTS + 1 : MAX_ATTEMPTS;
  }

  private BatchResult apply(Batch batch, AtomicReference<Attempt> next) {
    Attempt attempt = next.get();
    try {
      return applyOnce(batch, attempt);
    } catch (RowRefusedException e) {
      next.set(attempt.thenRowByRow());
      metrics.retry(batch.database().name(), "refused_row");
      throw e;
    } catch (ContentionException e) {
      next.set(attempt.thenTableLocked());
      metrics.retry(batch.database().name(), "contention");
      throw e;
    }
  }

  /** A database may refuse a row or abort a transaction as late as at the commit. */
  private BatchResult applyOnce(Batch batch, Attempt attempt) {
    try {
      return service.apply(batch, attempt);
    } catch (EJBException e) {
      SqlErrorKind kind = SqlErrorKind.in(e).orElseThrow(() -> e);
      if (kind == SqlErrorKind.CONTENTION) {
        throw new ContentionException();
      }
      throw kind == SqlErrorKind.REFUSED && !attempt.rowByRow() ? new RowRefusedException() : e;
    }
  }
}
