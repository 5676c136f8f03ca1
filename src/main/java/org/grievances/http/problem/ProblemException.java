package org.grievances.http.problem;

import jakarta.ejb.ApplicationException;
import java.time.Duration;
import java.util.Map;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;

/** Ends a request with a problem whose response has headers of its own. */
@ApplicationException(rollback = true)
public class ProblemException extends FailureException {
  private static final long serialVersionUID = 1L;

  private final transient Map<String, String> headers;

  /**
   * @param detail the error in this request, for the caller, without internals and contents
   * @param headers the response headers of this status, such as {@code WWW-Authenticate}
   */
  public ProblemException(ProblemType type, String detail, Map<String, String> headers) {
    this(type, detail, null, headers);
  }

  /**
   * @param detail the error in this request, for the caller, without internals and contents
   * @param retryAfter the time after which the same request may succeed
   * @param headers the other response headers of this status
   */
  public ProblemException(
      ProblemType type, String detail, Duration retryAfter, Map<String, String> headers) {
    super(type, detail, retryAfter);
    this.headers = headers;
  }

  public Map<String, String> headers() {
    return headers;
  }
}
