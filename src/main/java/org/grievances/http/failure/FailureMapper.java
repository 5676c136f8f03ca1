package org.grievances.http.failure;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.HashMap;
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
    return ProblemResponse.of(
        type, detail, failed.errors(), responseHeaders(failed), request, headers);
  }

  private Map<String, String> responseHeaders(FailureException failed) {
    Map<String, String> ofFailure = new HashMap<>();
    failed
        .retryAfter()
        .ifPresent(wait -> ofFailure.put(HttpHeaders.RETRY_AFTER, Long.toString(wait.toSeconds())));
    if (failed instanceof ProblemException problem) {
      ofFailure.putAll(problem.headers());
    }
    if (failed.type() == ProblemType.UNSUPPORTED_MEDIA_TYPE && ofFailure.isEmpty()) {
      operations.taken(request).ifPresent(types -> ofFailure.put(HttpHeaders.ACCEPT, types));
    }
    return ofFailure;
  }
}
