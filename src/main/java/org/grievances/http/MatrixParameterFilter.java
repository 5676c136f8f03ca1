package org.grievances.http;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;

/**
 * Makes a semicolon a character of the path like any other (RFC 3986, section 3.3). JAX-RS takes
 * what follows it for matrix parameters, which no operation has, so that a request for the code
 * {@code A;B} would reach the code {@code A}.
 */
@Provider
@PreMatching
@Priority(Priorities.AUTHENTICATION - 2)
public class MatrixParameterFilter implements ContainerRequestFilter {

  @Override
  public void filter(ContainerRequestContext request) {
    URI uri = request.getUriInfo().getRequestUri();
    String path = uri.getRawPath();
    if (path.contains(";")) {
      String address = uri.toString();
      int begin = address.indexOf(path);
      request.setRequestUri(
          URI.create(
              address.substring(0, begin)
                  + path.replace(";", "%3B")
                  + address.substring(begin + path.length())));
    }
  }
}
