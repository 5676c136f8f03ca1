package org.grievances.http.filter;

import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.grievances.activity.Activity;
import org.grievances.audit.Requester;
import org.grievances.http.failure.BrokenResponses;
import org.grievances.http.failure.LoggedRequests;
import org.grievances.http.metrics.CountedResponse;
import org.grievances.scope.Scope;

/**
 * Gives each request an activity id, which also applies while the container handles an error of its
 * own, has it logged, and sets the headers common to all responses.
 */
@WebFilter(
    urlPatterns = "/*",
    dispatcherTypes = {DispatcherType.REQUEST, DispatcherType.ERROR})
public class ActivityFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final Logger LOGGER = Logger.getLogger(ActivityFilter.class.getName());
  private static final String ATTRIBUTE = ActivityFilter.class.getName();

  @Inject private transient LoggedRequests requests;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    UUID id = id(request);
    response.setHeader("activity-id", id.toString());
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    if (request.getDispatcherType() == DispatcherType.ERROR && Activity.isCurrent(id)) {
      chain.doFilter(request, response);
      return;
    }
    Activity.begin(id);
    Requester.begin(request.getRemoteAddr());
    Instant received = Instant.now();
    CountedResponse counted = requests.areAllLogged() ? new CountedResponse(response) : null;
    try {
      chain.doFilter(request, counted == null ? response : counted);
      BrokenResponses.closeIfBroken(request);
    } catch (ServletException | RuntimeException | Error e) {
      Activity.log(LOGGER, Level.SEVERE, "A request met an unexpected error.", e);
      fail(response);
    } finally {
      requests.logRefusal(request, response.getStatus());
      if (counted != null) {
        requests.logAccess(request, counted, received);
      }
      Scope.end();
      Requester.end();
      Activity.end();
    }
  }

  /** The container would log the error once more, with all of its stack. */
  private static void fail(HttpServletResponse response) throws IOException {
    if (response.isCommitted()) {
      throw new IOException("The response broke off");
    }
    response.sendError(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
  }

  private static UUID id(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof UUID id) {
      return id;
    }
    UUID id = UUID.randomUUID();
    request.setAttribute(ATTRIBUTE, id);
    return id;
  }
}
