package org.grievances.http;

import jakarta.ejb.ApplicationException;
import java.util.Map;

/** Fails a request with a problem; inside a transaction, it also causes a rollback. */
@ApplicationException(rollback = true)
public class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ProblemType type;
  private final transient Map<String, String> headers;

  /**
   * @param detail the error in this request, for the caller, without internals and contents
   */
  public ProblemException(ProblemType type, String detail) {
    this(type, detail, Map.of());
  }

  /**
   * @param headers the response headers of this status, such as {@code Retry-After}
   */
  public ProblemException(ProblemType type, String detail, Map<String, String> headers) {
    super(detail);
    this.type = type;
    this.headers = headers;
  }

  public ProblemType type() {
    return type;
  }

  Map<String, String> headers() {
    return headers;
  }
}
