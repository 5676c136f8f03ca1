package org.grievances.http.failure;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.grievances.activity.Activity;
import org.grievances.failure.ProblemType;
import org.grievances.http.request.MediaTypes;

/** Maps errors that JAX-RS itself raises: unknown paths, wrong methods, wrong media types. */
@Provider
public class HttpErrorMapper implements ExceptionMapper<WebApplicationException> {
  private static final Logger LOGGER = Logger.getLogger(HttpErrorMapper.class.getName());

  @Context private HttpServletRequest request;
  @Context private HttpHeaders headers;
  @Inject private Operations operations;

  @Override
  public Response toResponse(WebApplicationException refusal) {
    Response response = refusal.getResponse();
    ProblemType type = type(response.getStatus());
    if (type == ProblemType.INTERNAL_ERROR) {
      Activity.log(LOGGER, Level.SEVERE, "A request failed.", refusal);
    }
    return ProblemResponse.of(type, detail(type), headers(type, response), request, headers);
  }

  private String detail(ProblemType type) {
    return switch (type) {
      case MALFORMED_REQUEST ->
          MediaTypes.unreadable(request)
              .map(header -> "The header " + header + " cannot be read.")
              .orElse("The address or a header of the request cannot be read.");
      case NOT_ACCEPTABLE ->
          operations
              .offered(request)
              .map(types -> "This operation answers with " + types + "; accept one of these.")
              .orElse(type.remedy());
      case UNSUPPORTED_MEDIA_TYPE ->
          operations
              .taken(request)
              .map(types -> "This operation takes " + types + "; send one of these.")
              .orElse(type.remedy());
      default -> type.remedy();
    };
  }

  static ProblemType type(int status) {
    return switch (status) {
      case 401 -> ProblemType.TOKEN_REFUSED;
      case 403 -> ProblemType.ROLE_FORBIDDEN;
      case 404 -> ProblemType.NOT_FOUND;
      case 405, 501 -> ProblemType.METHOD_NOT_ALLOWED;
      case 406 -> ProblemType.NOT_ACCEPTABLE;
      case 413 -> ProblemType.TOO_LARGE;
      case 415 -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
      case 417 -> ProblemType.EXPECTATION_FAILED;
      case 429 -> ProblemType.RATE_LIMITED;
      default -> status < 500 ? ProblemType.MALFORMED_REQUEST : ProblemType.INTERNAL_ERROR;
    };
  }

  private Map<String, String> headers(ProblemType type, Response response) {
    return switch (type) {
      case METHOD_NOT_ALLOWED ->
          Map.of(HttpHeaders.ALLOW, response.getHeaderString(HttpHeaders.ALLOW));
      case UNSUPPORTED_MEDIA_TYPE ->
          operations
              .taken(request)
              .map(types -> Map.of(HttpHeaders.ACCEPT, types))
              .orElse(Map.of());
      default -> Map.of();
    };
  }
}
