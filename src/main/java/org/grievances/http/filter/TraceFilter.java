package org.grievances.http.filter;

import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import org.grievances.activity.Activity;
import org.grievances.http.failure.LoggedRequests;
import org.grievances.tracing.Tracing;

/** Identifies the request in its trace. The server's span begins after the servlet filters. */
@Provider
@PreMatching
@Priority(0)
public class TraceFilter implements ContainerRequestFilter {

  @Override
  public void filter(ContainerRequestContext request) {
    Tracing.identify(Activity.id());
    request.setProperty(LoggedRequests.TRACE, Tracing.inCurrentTrace());
  }
}
