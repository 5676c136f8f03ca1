package org.grievances.api;

import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Answers a problem that the service foresaw. */
@Provider
public class ProblemMapper implements ExceptionMapper<ProblemException> {
  @Context private UriInfo uri;
  @Context private HttpHeaders request;

  @Override
  public Response toResponse(ProblemException problem) {
    return ProblemResponse.of(
        problem.type(), problem.getMessage(), problem.headers(), uri, request);
  }
}
