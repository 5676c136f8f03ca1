package org.grievances.item;

import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;

/** A JSON text is nested too deeply, or has a token that is too long. */
final class LimitExceededException extends FailureException {
  private static final long serialVersionUID = 1L;

  LimitExceededException(String detail) {
    super(ProblemType.MALFORMED_REQUEST, detail);
  }
}
