package org.grievances.batch;

import java.sql.SQLException;
import java.util.Optional;
import org.grievances.database.UnitOfWork;
import org.grievances.idempotency.IdempotentRequest;
import org.grievances.idempotency.RequestResult;

/** Applies a batch only once: it is noted in the transaction of the batch that it was applied. */
public interface ReplayGuard {

  /**
   * The outcomes if the batch was applied before.
   *
   * @param keyName the name of the key of its table
   */
  Optional<MultiStatus> find(UnitOfWork unitOfWork, String keyName) throws SQLException;

  /** Notes that the batch is applied, and its outcomes. */
  void keep(UnitOfWork unitOfWork, MultiStatus outcomes) throws SQLException;

  /** Applies the batch of a request with an {@code Idempotency-Key} once; of others, each time. */
  static ReplayGuard of(IdempotentRequest request) {
    return new ReplayGuard() {
      @Override
      public Optional<MultiStatus> find(UnitOfWork unitOfWork, String keyName) throws SQLException {
        return request
            .find(unitOfWork)
            .map(stored -> StoredMultiStatus.parse(keyName, stored.data()));
      }

      @Override
      public void keep(UnitOfWork unitOfWork, MultiStatus outcomes) throws SQLException {
        request.keep(unitOfWork, new RequestResult(null, new StoredMultiStatus(outcomes)));
      }
    };
  }
}
