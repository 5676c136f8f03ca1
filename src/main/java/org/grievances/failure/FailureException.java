package org.grievances.failure;

import jakarta.ejb.ApplicationException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Ends a request with a failure; inside a transaction, it also rolls the transaction back. */
@ApplicationException(rollback = true)
public class FailureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ProblemType type;
  private final Duration retryAfter;
  private final transient List<RequestError> errors;

  /**
   * @param detail the error in this request, for the caller, without internals and contents
   */
  public FailureException(ProblemType type, String detail) {
    this(type, detail, null, List.of());
  }

  /**
   * @param retryAfter the time after which the same request may succeed
   */
  public FailureException(ProblemType type, String detail, Duration retryAfter) {
    this(type, detail, retryAfter, List.of());
  }

  /**
   * @param errors of the body, as data
   */
  public FailureException(ProblemType type, String detail, List<RequestError> errors) {
    this(type, detail, null, errors);
  }

  private FailureException(
      ProblemType type, String detail, Duration retryAfter, List<RequestError> errors) {
    super(detail);
    this.type = type;
    this.retryAfter = retryAfter;
    this.errors = errors;
  }

  /** A failure for one error, whose text is the detail. */
  public static FailureException of(ProblemType type, RequestError error) {
    return new FailureException(type, error.text() + ".", List.of(error));
  }

  /** A failure that rejects a request at once; the caller may retry after a second. */
  public static FailureException overloaded(String detail) {
    return new FailureException(ProblemType.OVERLOADED, detail, Duration.ofSeconds(1));
  }

  public ProblemType type() {
    return type;
  }

  /**
   * The errors of the body, as data; empty if it has none, or they are said by the detail alone.
   */
  public List<RequestError> errors() {
    return errors;
  }

  /** The time after which the same request may succeed; empty when waiting does not help. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
