package org.grievances.failure;

import jakarta.ejb.ApplicationException;
import java.time.Duration;
import java.util.Optional;

/** Ends a request with a failure; inside a transaction, it also rolls the transaction back. */
@ApplicationException(rollback = true)
public class FailureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Failure failure;
  private final Duration retryAfter;

  /**
   * @param detail the error in this request, for the caller, without internals and contents
   */
  public FailureException(Failure failure, String detail) {
    this(failure, detail, null);
  }

  /**
   * @param retryAfter the time after which the same request may succeed
   */
  public FailureException(Failure failure, String detail, Duration retryAfter) {
    super(detail);
    this.failure = failure;
    this.retryAfter = retryAfter;
  }

  /** A failure that rejects a request at once; the caller may retry after a second. */
  public static FailureException overloaded(String detail) {
    return new FailureException(Failure.OVERLOADED, detail, Duration.ofSeconds(1));
  }

  public Failure failure() {
    return failure;
  }

  /** The time after which the same request may succeed; empty when waiting does not help. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
