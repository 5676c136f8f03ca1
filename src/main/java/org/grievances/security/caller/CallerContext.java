package org.grievances.security.caller;

import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.util.Set;

/**
 * The container's security context, with the user and the roles of the token or the session: the
 * container does not know those of a session, nor of a token that it has verified before.
 */
public record CallerContext(SecurityContext container, Principal user, Set<String> roles)
    implements SecurityContext {

  @Override
  public Principal getUserPrincipal() {
    return user;
  }

  @Override
  public boolean isUserInRole(String role) {
    return roles.contains(role);
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
