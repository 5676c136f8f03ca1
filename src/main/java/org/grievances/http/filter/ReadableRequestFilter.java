package org.grievances.http.filter;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;

/** Rejects a request whose URI or media types cannot be parsed, before JAX-RS fails on them. */
@Provider
@PreMatching
@Priority(Priorities.AUTHENTICATION - 1)
public class ReadableRequestFilter implements ContainerRequestFilter {
  /**
   * RFC 9110, section 12.4.2, with or without the zero before the point, and with any number of
   * digits: Java's {@code HttpURLConnection} sends {@code q=.2}.
   */
  private static final Pattern WEIGHT = Pattern.compile("0?\\.\\d+|0\\.?|1(\\.0*)?");

  @Override
  public void filter(ContainerRequestContext request) {
    readable("The address of the request", () -> request.getUriInfo().getRequestUri());
    readable("The header " + HttpHeaders.CONTENT_TYPE, request::getMediaType);
    readable("The header " + HttpHeaders.ACCEPT, () -> weighted(request));
    checkExpectation(request.getHeaderString("Expect"));
  }

  /** The server itself answers the one that it knows (RFC 9110, section 10.1.1). */
  private static void checkExpectation(String expectation) {
    if (expectation != null && !expectation.equalsIgnoreCase("100-continue")) {
      throw new FailureException(
          ProblemType.EXPECTATION_FAILED, "The header Expect can only be 100-continue.");
    }
  }

  private static List<MediaType> weighted(ContainerRequestContext request) {
    List<MediaType> accepted = request.getAcceptableMediaTypes();
    for (MediaType type : accepted) {
      String weight = type.getParameters().get("q");
      if (weight != null && !WEIGHT.matcher(weight).matches()) {
        throw new IllegalArgumentException(weight);
      }
    }
    return accepted;
  }

  private static void readable(String what, Supplier<?> value) {
    try {
      value.get();
    } catch (RuntimeException e) {
      throw new FailureException(ProblemType.MALFORMED_REQUEST, what + " cannot be read.");
    }
  }
}
