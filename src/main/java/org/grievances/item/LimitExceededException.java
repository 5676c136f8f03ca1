package org.grievances.item;

import java.util.List;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.failure.RequestError;

/** A JSON text is nested too deeply, or has a token that is too long. */
final class LimitExceededException extends FailureException {
  private static final long serialVersionUID = 1L;

  LimitExceededException(RequestError error) {
    super(ProblemType.MALFORMED_REQUEST, error.message(), List.of(error));
  }
}
