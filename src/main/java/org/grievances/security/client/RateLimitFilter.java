package org.grievances.security.client;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Adds the state of the client's rate limit to every response. */
@Provider
public class RateLimitFilter implements ContainerResponseFilter {

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getProperty(RateLimitState.PROPERTY) instanceof RateLimitState allowance) {
      response.getHeaders().putSingle("RateLimit-Policy", allowance.policy());
      response.getHeaders().putSingle("RateLimit", allowance.state(retryAfter(response)));
    }
  }

  private static OptionalLong retryAfter(ContainerResponseContext response) {
    return Stream.ofNullable(response.getHeaderString(HttpHeaders.RETRY_AFTER))
        .mapToLong(Long::parseLong)
        .findFirst();
  }
}
