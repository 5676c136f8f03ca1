package org.grievances.security.access;

import jakarta.annotation.Priority;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.util.stream.Stream;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;

/**
 * Refuses an operation that no role of the user allows, before the container does so: that would
 * ask a user of the console to log in to it.
 */
@Provider
@Priority(Priorities.AUTHENTICATION - 1)
public class RoleFilter implements ContainerRequestFilter {
  @Context private ResourceInfo operation;

  @Override
  public void filter(ContainerRequestContext request) {
    RolesAllowed ofMethod = operation.getResourceMethod().getAnnotation(RolesAllowed.class);
    RolesAllowed allowed =
        ofMethod == null
            ? operation.getResourceClass().getAnnotation(RolesAllowed.class)
            : ofMethod;
    if (allowed != null
        && Stream.of(allowed.value()).noneMatch(request.getSecurityContext()::isUserInRole)) {
      ProblemType type = ProblemType.ROLE_FORBIDDEN;
      throw new FailureException(type, type.remedy());
    }
  }
}
