package org.grievances.http.filter;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.util.Locale;

/**
 * Makes {@code application/*+json} match operations that take JSON, which JAX-RS cannot express
 * (RFC 6839, section 3.1).
 */
@Provider
@PreMatching
public class JsonSuffixFilter implements ContainerRequestFilter {

  @Override
  public void filter(ContainerRequestContext request) {
    MediaType type = request.getMediaType();
    if (type != null
        && type.getType().equalsIgnoreCase("application")
        && type.getSubtype().toLowerCase(Locale.ROOT).endsWith("+json")) {
      MediaType json = new MediaType("application", "json", type.getParameters());
      request.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, json.toString());
    }
  }
}
