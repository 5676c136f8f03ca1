package org.grievances.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** Makes the response to a problem: every error of the JAX-RS application is made here. */
final class ProblemResponse {
  private ProblemResponse() {}

  /**
   * @param request the servlet's, whose path can be had even when JAX-RS cannot read the address
   */
  static Response of(
      ProblemType type,
      String detail,
      Map<String, String> responseHeaders,
      HttpServletRequest request,
      HttpHeaders headers) {
    Problem problem = new Problem(type, detail, request.getRequestURI());
    Response.ResponseBuilder response =
        Response.status(type.status()).type(mediaType(headers)).entity(Envelope.of(problem));
    responseHeaders.forEach(response::header);
    return response.build();
  }

  private static MediaType mediaType(HttpHeaders headers) {
    try {
      return MediaTypes.forError(headers.getAcceptableMediaTypes());
    } catch (RuntimeException unreadable) {
      return MediaType.APPLICATION_JSON_TYPE;
    }
  }
}
