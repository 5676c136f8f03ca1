package org.grievances.http.metrics;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.util.regex.Pattern;
import org.grievances.tracing.Tracing;

/** Names the operation that a request was matched to, such as {@code GET /grievances/{key}}. */
@Provider
@Priority(Priorities.AUTHENTICATION - 2)
public class OperationFilter implements ContainerRequestFilter {
  private static final Pattern REGEX_OF_PARAMETER = Pattern.compile(":[^}]*");

  @Context private ResourceInfo resource;

  @Override
  public void filter(ContainerRequestContext request) {
    String path = path(request);
    request.setProperty(MetricsFilter.OPERATION, request.getMethod() + " " + path);
    Tracing.describe(path);
  }

  /** A matched resource has one of few first segments; the rest may be anything. */
  private String path(ContainerRequestContext request) {
    String first = request.getUriInfo().getPathSegments().get(0).getPath();
    Path rest = resource.getResourceMethod().getAnnotation(Path.class);
    if (rest == null) {
      return "/" + first;
    }
    boolean whole = resource.getResourceClass().getAnnotation(Path.class).value().isEmpty();
    return whole ? "/" + template(rest.value()) : "/" + first + "/" + template(rest.value());
  }

  private static String template(String path) {
    return REGEX_OF_PARAMETER.matcher(path).replaceAll("");
  }
}
