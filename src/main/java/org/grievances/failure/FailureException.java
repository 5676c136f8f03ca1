package org.grievances.failure;

import jakarta.ejb.ApplicationException;
import java.time.Duration;
import java.util.Optional;

/** Ends a request with a failure; inside a transaction, it also rolls the transaction back. */
@ApplicationException(rollback = true)
public class FailureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ProblemType type;
  private final Duration retryAfter;

  /**
   * @param detail the error in this request, for the caller, without internals and contents
   */
  public FailureException(ProblemType type, String detail) {
    this(type, detail, null);
  }

  /**
   * @param retryAfter the time after which the same request may succeed
   */
  public FailureException(ProblemType type, String detail, Duration retryAfter) {
    super(detail);
    this.type = type;
    this.retryAfter = retryAfter;
  }

  /** A failure that rejects a request at once; the caller may retry after a second. */
  public static FailureException overloaded(String detail) {
    return new FailureException(ProblemType.OVERLOADED, detail, Duration.ofSeconds(1));
  }

  public ProblemType type() {
    return type;
  }

  /** The time after which the same request may succeed; empty when waiting does not help. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
