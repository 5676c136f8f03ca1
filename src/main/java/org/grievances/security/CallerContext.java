package org.grievances.security;

import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;

/** The container's security context, with the user that the token names. */
record CallerContext(SecurityContext container, Principal user) implements SecurityContext {

  @Override
  public Principal getUserPrincipal() {
    return user;
  }

  @Override
  public boolean isUserInRole(String role) {
    return container.isUserInRole(role);
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
