package org.grievances.http.problem;

import jakarta.ejb.ApplicationException;
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
   * @param headers the response headers of this status, such as {@code Retry-After}
   */
  public ProblemException(ProblemType type, String detail, Map<String, String> headers) {
    super(type, detail);
    this.headers = headers;
  }

  public Map<String, String> headers() {
    return headers;
  }
}
