package org.grievances.http.failure;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.grievances.failure.ProblemType;
import org.grievances.failure.RequestError;
import org.grievances.http.metrics.MetricsFilter;
import org.grievances.http.problem.Problem;
import org.grievances.http.request.MediaTypes;
import org.grievances.http.request.Preferences;
import org.grievances.http.response.Envelope;

/**
 * Builds the response to a problem; every error response of the JAX-RS application is built here.
 */
final class ProblemResponse {
  private ProblemResponse() {}

  /**
   * @param request the servlet request, whose path is available even if JAX-RS cannot parse the URI
   */
  static Response of(
      ProblemType type,
      String detail,
      Map<String, String> responseHeaders,
      HttpServletRequest request,
      HttpHeaders headers) {
    return of(type, detail, List.of(), responseHeaders, request, headers);
  }

  /**
   * @param errors of the body, as data; sent if the caller prefers it
   */
  static Response of(
      ProblemType type,
      String detail,
      List<RequestError> errors,
      Map<String, String> responseHeaders,
      HttpServletRequest request,
      HttpHeaders headers) {
    request.setAttribute(MetricsFilter.PROBLEM, type);
    boolean isStructured = !errors.isEmpty() && Preferences.of(headers).hasStructuredErrors();
    Problem problem =
        new Problem(type, detail, request.getRequestURI(), isStructured ? errors : List.of());
    Response.ResponseBuilder response =
        Response.status(type.status()).type(mediaType(headers)).entity(Envelope.of(problem));
    responseHeaders.forEach(response::header);
    List<String> applied = isStructured ? List.of(Preferences.STRUCTURED) : List.of();
    return Preferences.acknowledge(response, applied).build();
  }

  private static MediaType mediaType(HttpHeaders headers) {
    try {
      return MediaTypes.forEnvelope(headers.getAcceptableMediaTypes());
    } catch (RuntimeException e) {
      return MediaType.APPLICATION_JSON_TYPE;
    }
  }
}
