package org.grievances.http.response;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import org.grievances.http.request.MediaTypes;

/**
 * Sends an envelope as JSON even where the caller accepts only lines, such as the job that a batch
 * becomes: JAX-RS would fail to write it as CSV after the batch was received.
 */
@Provider
public class EnvelopeTypeFilter implements ContainerResponseFilter {

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (response.getEntity() instanceof Envelope) {
      response
          .getHeaders()
          .putSingle(
              HttpHeaders.CONTENT_TYPE, MediaTypes.forEnvelope(request.getAcceptableMediaTypes()));
    }
  }
}
