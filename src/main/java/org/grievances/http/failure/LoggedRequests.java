package org.grievances.http.failure;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.grievances.audit.AccessLog;
import org.grievances.audit.AuditEvent;
import org.grievances.audit.AuditLog;
import org.grievances.database.Database;
import org.grievances.database.Databases;
import org.grievances.failure.ProblemType;
import org.grievances.http.metrics.CountedResponse;
import org.grievances.http.metrics.MetricsFilter;

/**
 * Writes each request that was refused to the audit log, whichever part of the service refused it,
 * so that it can be found by its activity id; and each request at all to the access log.
 */
@ApplicationScoped
public class LoggedRequests {
  /** The request attribute for the executor of the request's trace, whose span ends before. */
  public static final String TRACE = LoggedRequests.class.getName() + ".trace";

  private static final int FIRST_ERROR = 400;
  private static final Pattern METHOD = Pattern.compile("[A-Z]{1,10}");

  /** The first two segments of a path, if they are words, and so neither keys nor codes. */
  private static final Pattern FIRST_PARTS = Pattern.compile("(/[a-z]([a-z-]{0,40})){1,2}(?=/|$)");

  private static final String LOGGED = LoggedRequests.class.getName();
  private static final String LOGGED_ACCESS = LOGGED + ".access";

  @Inject private AuditLog audit;
  @Inject private AccessLog access;
  @Inject private Databases databases;

  /** Writes a request with this status once, if it was refused. */
  public void logRefusal(HttpServletRequest request, int status) {
    if (status < FIRST_ERROR || request.getAttribute(LOGGED) != null) {
      return;
    }
    request.setAttribute(LOGGED, true);
    ProblemType problem = problem(request, status);
    Map<String, Object> details = called(request);
    details.put("status", status);
    details.put("problem", problem.page());
    trace(request)
        .execute(() -> audit.writeRefusal(event(problem), status + " " + problem.page(), details));
  }

  /** Whether there is an access log. */
  public boolean areAllLogged() {
    return access.isEnabled();
  }

  /** Writes a request that was answered to the access log, once. */
  public void logAccess(HttpServletRequest request, CountedResponse response, Instant received) {
    if (request.getAttribute(LOGGED_ACCESS) != null) {
      return;
    }
    request.setAttribute(LOGGED_ACCESS, true);
    Map<String, Object> details = called(request);
    details.put("status", response.getStatus());
    details.put("bytes", response.bytes());
    details.put("received", received);
    details.put("millis", Duration.between(received, Instant.now()).toMillis());
    access.add(details);
  }

  /** The operation and the database of a request, without any contents. */
  private Map<String, Object> called(HttpServletRequest request) {
    Map<String, Object> called = new LinkedHashMap<>();
    databases
        .find(String.valueOf(request.getHeader("vbasoftware-database")).strip())
        .map(Database::name)
        .ifPresent(name -> called.put("database", name));
    called.put("method", method(request));
    called.put("path", path(request));
    return called;
  }

  private static Executor trace(HttpServletRequest request) {
    return request.getAttribute(TRACE) instanceof Executor trace ? trace : Runnable::run;
  }

  private static ProblemType problem(HttpServletRequest request, int status) {
    return request.getAttribute(MetricsFilter.PROBLEM) instanceof ProblemType problem
        ? problem
        : HttpErrorMapper.type(status);
  }

  private static AuditEvent event(ProblemType problem) {
    return switch (problem) {
      case API_KEY_REFUSED -> AuditEvent.API_KEY_REFUSED;
      case TOKEN_REFUSED -> AuditEvent.TOKEN_REFUSED;
      case CLIENT_REFUSED -> AuditEvent.CLIENT_REFUSED;
      case PASSWORD_REFUSED -> AuditEvent.SIGN_IN_FAILED;
      case TOO_MANY_ATTEMPTS -> AuditEvent.SIGN_IN_THROTTLED;
      case REFRESH_REFUSED -> AuditEvent.REFRESH_REFUSED;
      case SESSION_ENDED -> AuditEvent.SESSION_REFUSED;
      case CROSS_SITE_REQUEST -> AuditEvent.CROSS_SITE_REQUEST_REFUSED;
      case DATABASE_FORBIDDEN -> AuditEvent.DATABASE_REFUSED;
      case ROLE_FORBIDDEN -> AuditEvent.ROLE_REFUSED;
      case SCOPE_FORBIDDEN -> AuditEvent.LIMIT_REFUSED;
      case NETWORK_FORBIDDEN -> AuditEvent.NETWORK_REFUSED;
      case RATE_LIMITED -> AuditEvent.RATE_LIMITED;
      default -> AuditEvent.REQUEST_REFUSED;
    };
  }

  private static String method(HttpServletRequest request) {
    return METHOD.matcher(request.getMethod()).matches() ? request.getMethod() : "other";
  }

  /** The template of the operation's path, or as much of the path as contains no data. */
  private static String path(HttpServletRequest request) {
    if (request.getAttribute(MetricsFilter.OPERATION) instanceof String operation) {
      return "/vbasoftware" + operation.substring(operation.indexOf(' ') + 1);
    }
    String path = request.getRequestURI();
    var parts = FIRST_PARTS.matcher(path);
    String known = parts.lookingAt() ? parts.group() : "";
    return known.length() == path.length() ? known : known + "/…";
  }
}
