package org.grievances.http.filter;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.util.Locale;
import org.grievances.http.request.MediaTypes;

/**
 * Makes {@code application/*+json} match operations that take JSON, which JAX-RS cannot express
 * (RFC 6839, section 3.1).
 */
@Provider
@PreMatching
public class JsonSuffixFilter implements ContainerRequestFilter {
  /** It says what becomes of a record, so that only an operation for it may take it. */
  private static final MediaType MERGE_PATCH = MediaType.valueOf(MediaTypes.MERGE_PATCH);

  @Override
  public void filter(ContainerRequestContext request) {
    MediaType type = request.getMediaType();
    if (type != null
        && type.getType().equalsIgnoreCase("application")
        && type.getSubtype().toLowerCase(Locale.ROOT).endsWith("+json")
        && !type.isCompatible(MERGE_PATCH)) {
      MediaType json = new MediaType("application", "json", type.getParameters());
      request.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, json.toString());
    }
  }
}
