package org.grievances.security.caller;

import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.util.Optional;
import org.grievances.security.user.UserPermissions;

/**
 * The container's security context, with the user that the token or the session names.
 *
 * @param permissions those of the session; empty if the container knows the roles
 */
public record CallerContext(
    SecurityContext container, Principal user, Optional<UserPermissions> permissions)
    implements SecurityContext {

  @Override
  public Principal getUserPrincipal() {
    return user;
  }

  @Override
  public boolean isUserInRole(String role) {
    return permissions
        .map(known -> known.roles().contains(role))
        .orElseGet(() -> container.isUserInRole(role));
  }

  @Override
  public boolean isSecure() {
    return container.isSecure();
  }

  @Override
  public String getAuthenticationScheme() {
    return container.getAuthenticationScheme();
  }
}
