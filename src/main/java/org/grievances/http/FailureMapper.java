package org.grievances.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Map;
import org.grievances.failure.Failure;
import org.grievances.failure.FailureException;

/** The only place where a service failure is mapped to a problem with its status and headers. */
@Provider
public class FailureMapper implements ExceptionMapper<FailureException> {
  @Context private HttpServletRequest request;
  @Context private HttpHeaders headers;

  @Override
  public Response toResponse(FailureException failed) {
    ProblemType type = type(failed.failure());
    String detail = type == ProblemType.INTERNAL_ERROR ? type.remedy() : failed.getMessage();
    return ProblemResponse.of(type, detail, retryAfter(failed), request, headers);
  }

  private static Map<String, String> retryAfter(FailureException failed) {
    return failed
        .retryAfter()
        .map(wait -> Map.of(HttpHeaders.RETRY_AFTER, Long.toString(wait.toSeconds())))
        .orElse(Map.of());
  }

  private static ProblemType type(Failure failure) {
    return switch (failure) {
      case INVALID_REQUEST -> ProblemType.MALFORMED_REQUEST;
      case TOO_LARGE -> ProblemType.TOO_LARGE;
      case REQUEST_TIMEOUT -> ProblemType.REQUEST_TIMEOUT;
      case RECORD_UNKNOWN -> ProblemType.RECORD_UNKNOWN;
      case CONFLICT -> ProblemType.CONFLICT;
      case REQUEST_IN_PROGRESS -> ProblemType.REQUEST_IN_PROGRESS;
      case KEY_REUSED -> ProblemType.KEY_REUSED;
      case OVERLOADED -> ProblemType.OVERLOADED;
      case DATABASE_UNAVAILABLE -> ProblemType.DATABASE_UNAVAILABLE;
      case DATABASE_BUSY -> ProblemType.DATABASE_BUSY;
      case CANCELLED -> ProblemType.REQUEST_CANCELLED;
      case OUTCOME_UNKNOWN -> ProblemType.OUTCOME_UNKNOWN;
      case TIMED_OUT -> ProblemType.TRANSACTION_TIMEOUT;
      case READ_TIMED_OUT -> ProblemType.QUERY_TIMEOUT;
      case UNEXPECTED -> ProblemType.INTERNAL_ERROR;
    };
  }
}
