package org.grievances.http.failure;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.grievances.activity.Activity;
import org.grievances.failure.ProblemType;
import org.grievances.http.problem.Problem;
import org.grievances.http.request.MediaTypes;
import org.grievances.http.response.Envelope;
import org.grievances.tracing.Tracing;

/**
 * Responds to what the JAX-RS application does not handle: other paths, and the container's own
 * errors.
 */
@WebServlet({"/", "/container-errors"})
public class ContainerErrors extends ServiceServlet {
  private static final long serialVersionUID = 1L;

  /** The methods of the servlets outside of the JAX-RS application. */
  private static final String ALLOWED = "GET, HEAD, OPTIONS";

  /** The request attribute with which a filter says what is wrong with the request. */
  public static final String DETAIL = ContainerErrors.class.getName() + ".detail";

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!response.isCommitted()) {
      respond(request, response, status(request));
    }
  }

  /** Responds to a request that reaches no servlet. */
  public static void respond(HttpServletRequest request, HttpServletResponse response, int status)
      throws IOException {
    Tracing.identifyUnmatched(Activity.id(), request.getMethod());
    request.setAttribute(LoggedRequests.TRACE, Tracing.inCurrentTrace());
    ProblemType type = HttpErrorMapper.type(status);
    response.setStatus(type.status());
    if (type == ProblemType.METHOD_NOT_ALLOWED) {
      response.setHeader("Allow", ALLOWED);
    }
    response.setContentType(MediaTypes.JSON);
    Problem problem = new Problem(type, detail(request, type), path(request), List.of());
    Envelope.of(problem).writeTo(response.getOutputStream());
  }

  private static int status(HttpServletRequest request) {
    Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    return status instanceof Integer code ? code : HttpServletResponse.SC_NOT_FOUND;
  }

  private static String detail(HttpServletRequest request, ProblemType type) {
    if (request.getAttribute(DETAIL) instanceof String detail) {
      return detail;
    }
    return type == ProblemType.MALFORMED_REQUEST
        ? MediaTypes.unreadable(request)
            .map(header -> "The header " + header + " cannot be read.")
            .orElse(type.remedy())
        : type.remedy();
  }

  private static String path(HttpServletRequest request) {
    Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    return path == null ? request.getRequestURI() : path.toString();
  }
}
