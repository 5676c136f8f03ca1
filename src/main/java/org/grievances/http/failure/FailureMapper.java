package org.grievances.http.failure;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Map;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.http.problem.ProblemException;

/** Maps the failure of a request to its response. */
@Provider
public class FailureMapper implements ExceptionMapper<FailureException> {
  @Context private HttpServletRequest request;
  @Context private HttpHeaders headers;
  @Inject private Operations operations;

  @Override
  public Response toResponse(FailureException failed) {
    ProblemType type = failed.type();
    String detail = type == ProblemType.INTERNAL_ERROR ? type.remedy() : failed.getMessage();
    return ProblemResponse.of(type, detail, responseHeaders(failed), request, headers);
  }

  private Map<String, String> responseHeaders(FailureException failed) {
    if (failed instanceof ProblemException problem && !problem.headers().isEmpty()) {
      return problem.headers();
    }
    return failed.type() == ProblemType.UNSUPPORTED_MEDIA_TYPE
        ? operations.taken(request).map(types -> Map.of(HttpHeaders.ACCEPT, types)).orElse(Map.of())
        : retryAfter(failed);
  }

  private static Map<String, String> retryAfter(FailureException failed) {
    return failed
        .retryAfter()
        .map(wait -> Map.of(HttpHeaders.RETRY_AFTER, Long.toString(wait.toSeconds())))
        .orElse(Map.of());
  }
}
