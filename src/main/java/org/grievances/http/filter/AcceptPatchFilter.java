package org.grievances.http.filter;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import org.grievances.http.request.MediaTypes;

/**
 * States which type of patch a resource takes, where its methods are listed and where a patch of
 * another type is refused (RFC 5789, sections 2.2 and 3.1).
 */
@Provider
public class AcceptPatchFilter implements ContainerResponseFilter {
  private static final String ACCEPT_PATCH = "Accept-Patch";

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    String allowed = response.getHeaderString(HttpHeaders.ALLOW);
    boolean lists = allowed != null && allowed.contains(HttpMethod.PATCH);
    boolean isRefused =
        request.getMethod().equals(HttpMethod.PATCH)
            && response.getStatus() == Response.Status.UNSUPPORTED_MEDIA_TYPE.getStatusCode();
    if (lists || isRefused) {
      response.getHeaders().putSingle(ACCEPT_PATCH, MediaTypes.MERGE_PATCH);
    }
  }
}
