package org.grievances.api;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.util.Map;

/** Refuses what comes over a connection that is still open while the server stops. */
@Provider
@PreMatching
@Priority(0)
public class QuiesceFilter implements ContainerRequestFilter {
  @Inject private Quiesce quiesce;

  @Override
  public void filter(ContainerRequestContext request) {
    if (quiesce.hasBegun()) {
      throw new ProblemException(
          ProblemType.STOPPING,
          "This server is about to stop; send the request again, over a new connection.",
          Map.of("Retry-After", "1", "Connection", "close"));
    }
  }
}
