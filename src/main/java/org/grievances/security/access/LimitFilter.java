package org.grievances.security.access;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.http.request.Needs;
import org.grievances.http.request.Permission;
import org.grievances.security.caller.Caller;

/** Refuses an operation that the limits of the API key or of the token do not allow. */
@Provider
@Priority(Priorities.AUTHORIZATION - 1)
public class LimitFilter implements ContainerRequestFilter {
  @Context private ResourceInfo operation;

  @Override
  public void filter(ContainerRequestContext request) {
    if (!(request.getProperty(Caller.PROPERTY) instanceof Caller caller)) {
      return;
    }
    Needs needs = operation.getResourceMethod().getAnnotation(Needs.class);
    if (needs == null ? caller.isLimited() : !caller.key().limits().allow(needs.value())) {
      throw refused("The API key may not call this operation.");
    }
    if (needs != null && caller.scope().limitsRecords() && !keepsToScope(needs)) {
      throw refused("This operation is not for callers who may see only some records.");
    }
  }

  private static boolean keepsToScope(Needs needs) {
    return needs.keepsToScope() || needs.value() == Permission.SIGN_IN;
  }

  private static FailureException refused(String detail) {
    return new FailureException(ProblemType.SCOPE_FORBIDDEN, detail);
  }
}
