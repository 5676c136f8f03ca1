package org.grievances.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Maps a problem that the service anticipated to its response. */
@Provider
public class ProblemMapper implements ExceptionMapper<ProblemException> {
  @Context private HttpServletRequest request;
  @Context private HttpHeaders headers;

  @Override
  public Response toResponse(ProblemException problem) {
    return ProblemResponse.of(
        problem.type(), problem.getMessage(), problem.headers(), request, headers);
  }
}
