package org.grievances.http;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Map;

/** Maps a problem that the service anticipated to its response. */
@Provider
public class ProblemMapper implements ExceptionMapper<ProblemException> {
  @Context private HttpServletRequest request;
  @Context private HttpHeaders headers;
  @Inject private Operations operations;

  @Override
  public Response toResponse(ProblemException problem) {
    return ProblemResponse.of(
        problem.type(), problem.getMessage(), headers(problem), request, headers);
  }

  private Map<String, String> headers(ProblemException problem) {
    return problem.type() == ProblemType.UNSUPPORTED_MEDIA_TYPE && problem.headers().isEmpty()
        ? operations.taken(request).map(types -> Map.of(HttpHeaders.ACCEPT, types)).orElse(Map.of())
        : problem.headers();
  }
}
