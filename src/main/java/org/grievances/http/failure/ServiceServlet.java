package org.grievances.http.failure;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * A servlet of the service, which refuses {@code TRACE} itself. Where a servlet leaves that to its
 * superclass, the server refuses the request before any filter, and logs a stack trace for each.
 */
public abstract class ServiceServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doTrace(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ContainerErrors.respond(request, response, HttpServletResponse.SC_METHOD_NOT_ALLOWED);
  }
}
