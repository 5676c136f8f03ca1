package org.grievances.batch;

import jakarta.annotation.Resource;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Optional;
import org.grievances.database.SqlErrorKind;
import org.grievances.database.UnitOfWork;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.item.Item;
import org.grievances.item.Items;
import org.grievances.schema.AuditStamp;
import org.grievances.schema.Codes;
import org.grievances.schema.Table;
import org.grievances.tracing.Tracing;

/**
 * Applies a batch in one container-managed transaction: whatever fails, the batch is applied
 * completely or not at all.
 */
@Stateless
public class BatchService {
  private static final int ITEMS_BETWEEN_CHECKS = 1000;

  @Resource private SessionContext transaction;
  @Inject private Tracing tracing;

  /**
   * @return the result, which is valid only once this method has returned: by then the transaction
   *     is committed, or was rolled back because the caller requested it
   * @throws RowRefusedException if the database refused a row and the attempt was not row by row
   * @throws ContentionException if the database aborted the transaction because of another one
   * @throws FailureException if the whole request failed, or the database cannot be used
   */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  public BatchResult apply(Batch batch, Attempt attempt) {
    try (UnitOfWork unitOfWork = batch.database().join(batch.author())) {
      return unitOfWork.complete(() -> replayOrApply(batch, attempt, unitOfWork));
    } catch (SQLException e) {
      throw explain(batch, attempt, e);
    }
  }

  private BatchResult replayOrApply(Batch batch, Attempt attempt, UnitOfWork unitOfWork)
      throws SQLException {
    Optional<MultiStatus> first =
        batch.replayGuard().find(unitOfWork, batch.table().keyField().name());
    return first.isPresent()
        ? new BatchResult.Replayed(first.get())
        : apply(batch, attempt, unitOfWork);
  }

  private BatchResult apply(Batch batch, Attempt attempt, UnitOfWork unitOfWork)
      throws SQLException {
    MultiStatus outcomes = run(batch, attempt, unitOfWork);
    checkStillRunning();
    Batch.Options options = batch.options();
    if (options.atomic() && outcomes.hasFailures() || options.endsAt(outcomes.failures())) {
      rollBack(batch, outcomes);
      outcomes.markNotApplied(options);
      return new BatchResult.Refused(outcomes);
    }
    if (batch.options().dryRun()) {
      rollBack(batch, outcomes);
      outcomes.markAsDryRun();
    } else {
      batch.replayGuard().keep(unitOfWork, outcomes);
    }
    return new BatchResult.Applied(outcomes);
  }

  /** Nobody shall know keys of records that there are not. */
  private void rollBack(Batch batch, MultiStatus outcomes) {
    transaction.setRollbackOnly();
    if (batch.action().givesKeys()) {
      outcomes.removeKeys();
    }
  }

  private MultiStatus run(Batch batch, Attempt attempt, UnitOfWork unitOfWork) throws SQLException {
    Table table = batch.table();
    if (attempt.tableLocked()) {
      if (table.parent().isPresent()) {
        unitOfWork.lock(table.parent().get().table());
      }
      unitOfWork.lock(table);
    }
    if (attempt.rowByRow()) {
      unitOfWork.checkConstraintsAtOnce();
    }
    Codes codes = batch.action().begin(unitOfWork, table);
    AuditStamp stamp = AuditStamp.now(batch.author());
    MultiStatus outcomes = new MultiStatus(table.keyField().name());
    try (RowWriter writer =
            new RowWriter(batch, unitOfWork, codes, attempt.rowByRow(), outcomes, tracing);
        Items items = batch.source().open(codes)) {
      for (int item = 0; items.hasNext(); item++) {
        if (item % ITEMS_BETWEEN_CHECKS == 0) {
          checkStillRunning();
        }
        Item next = items.next();
        if (next instanceof Item.Row row) {
          LocalDateTime expectedUpdateDate =
              batch.options().ifUnchanged() ? table.updateDate(row.values()) : null;
          batch.action().stamp(table, row.values(), stamp);
          table.addStamped(row.sent());
          writer.add(item, row, expectedUpdateDate);
        } else if (next instanceof Item.Invalid invalid) {
          outcomes.set(item, Outcome.failed(invalid.key(), 400, invalid.errors()));
        }
      }
      writer.finish();
    }
    if (batch.options().dryRun()) {
      unitOfWork.checkConstraintsAtOnce();
    }
    return outcomes;
  }

  /** The container marks an overlong transaction for rollback, but lets its work continue. */
  private void checkStillRunning() {
    if (transaction.getRollbackOnly()) {
      throw new FailureException(
          ProblemType.TRANSACTION_TIMEOUT,
          "The batch took longer than a transaction may; split it.",
          Duration.ofSeconds(1));
    }
  }

  private static RuntimeException explain(Batch batch, Attempt attempt, SQLException exception) {
    SqlErrorKind kind = SqlErrorKind.of(exception);
    if (kind == SqlErrorKind.CONTENTION) {
      return new ContentionException();
    }
    return kind.isOfRow() && !attempt.rowByRow()
        ? new RowRefusedException()
        : batch.database().failure(kind, exception);
  }
}
