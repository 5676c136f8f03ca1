package org.grievances.batch;

import java.sql.SQLException;
import java.util.Optional;
import org.grievances.database.UnitOfWork;
import org.grievances.idempotency.IdempotentRequest;
import org.grievances.idempotency.RequestResult;
import org.grievances.item.Data;

/** Applies a batch only once: it is noted in the transaction of the batch that it was applied. */
public interface Once {

  /** The response if the batch was applied before. */
  Optional<Data> find(UnitOfWork unitOfWork) throws SQLException;

  /** Notes that the batch is applied, and its response. */
  void keep(UnitOfWork unitOfWork, Data answer) throws SQLException;

  /** Applies the batch of a request with an {@code Idempotency-Key} once; of others, each time. */
  static Once of(IdempotentRequest request) {
    return new Once() {
      @Override
      public Optional<Data> find(UnitOfWork unitOfWork) throws SQLException {
        return request.find(unitOfWork).map(RequestResult::data);
      }

      @Override
      public void keep(UnitOfWork unitOfWork, Data answer) throws SQLException {
        request.keep(unitOfWork, new RequestResult(null, answer));
      }
    };
  }
}
