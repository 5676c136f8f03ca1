package org.grievances.http;

import java.security.Principal;

/**
 * Who calls: a user, through a client.
 *
 * @param client whose API key came with the request
 */
public record Identity(String user, String client) implements Principal {

  @Override
  public String getName() {
    return user;
  }
}
