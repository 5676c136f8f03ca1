package org.grievances.http.request;

import java.security.Principal;
import java.util.function.Predicate;

/**
 * The caller: a user, through a client.
 *
 * @param client the client whose API key came with the request
 * @param databases whether both credentials cover the database with a name
 */
public record Identity(String user, String client, Predicate<String> databases)
    implements Principal {

  @Override
  public String getName() {
    return user;
  }
}
