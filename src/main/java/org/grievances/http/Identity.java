package org.grievances.http;

import java.security.Principal;

/**
 * The caller: a user, through a client.
 *
 * @param client the client whose API key came with the request
 */
public record Identity(String user, String client) implements Principal {

  @Override
  public String getName() {
    return user;
  }
}
