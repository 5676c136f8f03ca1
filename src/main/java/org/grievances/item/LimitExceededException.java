package org.grievances.item;

import org.grievances.failure.Failure;
import org.grievances.failure.FailureException;

/** A JSON text is nested too deeply, or has a token that is too long. */
final class LimitExceededException extends FailureException {
  private static final long serialVersionUID = 1L;

  LimitExceededException(String detail) {
    super(Failure.INVALID_REQUEST, detail);
  }
}
