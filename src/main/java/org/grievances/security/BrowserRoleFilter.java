package org.grievances.security;

import jakarta.annotation.Priority;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;

/**
 * Refuses an operation that no role of the console's user allows. The container, which does so for
 * tokens, would ask this user to log in to it.
 */
@Provider
@Priority(Priorities.AUTHENTICATION - 1)
public class BrowserRoleFilter implements ContainerRequestFilter {
  @Context private ResourceInfo operation;

  @Override
  public void filter(ContainerRequestContext request) {
    if (request.getProperty(Caller.PROPERTY) instanceof Caller caller) {
      caller.permissions().ifPresent(this::check);
    }
  }

  private void check(UserPermissions permissions) {
    RolesAllowed ofMethod = operation.getResourceMethod().getAnnotation(RolesAllowed.class);
    RolesAllowed allowed =
        ofMethod == null
            ? operation.getResourceClass().getAnnotation(RolesAllowed.class)
            : ofMethod;
    if (allowed != null
        && List.of(allowed.value()).stream().noneMatch(permissions.roles()::contains)) {
      ProblemType type = ProblemType.ROLE_FORBIDDEN;
      throw new FailureException(type, type.remedy());
    }
  }
}
