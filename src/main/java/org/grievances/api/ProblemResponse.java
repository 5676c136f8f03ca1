package org.grievances.api;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;

/** Makes the response to a problem: every error of the JAX-RS application is made here. */
final class ProblemResponse {
  private ProblemResponse() {}

  static Response of(
      ProblemType type,
      String detail,
      Map<String, String> headers,
      UriInfo uri,
      HttpHeaders request) {
    Problem problem = new Problem(type, detail, uri.getRequestUri().getRawPath());
    Response.ResponseBuilder response =
        Response.status(type.status())
            .type(MediaTypes.forError(request.getAcceptableMediaTypes()))
            .entity(Envelope.of(problem));
    headers.forEach(response::header);
    return response.build();
  }
}
