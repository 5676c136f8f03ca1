package org.grievances.http.metrics;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.grievances.failure.ProblemType;
import org.grievances.metrics.Metrics;

/**
 * Measures each request until its response is written. The labels are attributes of the request,
 * set as soon as they are known; a refused request may have none of them.
 */
@WebFilter("/*")
public class MetricsFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  /** The request attribute for the operation of the API. */
  public static final String OPERATION = MetricsFilter.class.getName() + ".operation";

  /** The request attribute for the database, set once the caller may use it. */
  public static final String DATABASE = MetricsFilter.class.getName() + ".database";

  /** The request attribute for the problem that the request is answered with. */
  public static final String PROBLEM = MetricsFilter.class.getName() + ".problem";

  private static final String NONE = "none";

  @Inject private transient Metrics metrics;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    long start = System.nanoTime();
    try {
      chain.doFilter(request, response);
    } finally {
      measure(request, response, Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private void measure(
      HttpServletRequest request, HttpServletResponse response, Duration duration) {
    String operation = label(request, OPERATION);
    String database = label(request, DATABASE);
    metrics.request(operation, database, response.getStatus(), duration);
    if (request.getAttribute(PROBLEM) instanceof ProblemType problem) {
      metrics.problem(operation, database, problem.page());
    }
  }

  private static String label(HttpServletRequest request, String attribute) {
    return request.getAttribute(attribute) instanceof String label ? label : NONE;
  }
}
