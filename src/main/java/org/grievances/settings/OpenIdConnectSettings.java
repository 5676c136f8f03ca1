package org.grievances.settings;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The OpenID provider at which users of the console sign in.
 *
 * @param issuer empty if there is no provider
 * @param clientId the client that the provider knows the console as
 * @param clientSecret empty if the client has none
 * @param redirectUri where the provider sends the browser with its answer
 * @param scopes which are asked for
 */
@Prefix("grievances.console.openid-connect")
public record OpenIdConnectSettings(
    Optional<URI> issuer,
    Optional<String> clientId,
    Optional<String> clientSecret,
    Optional<URI> redirectUri,
    List<String> scopes) {

  /** Without the secret. */
  @Override
  public String toString() {
    return issuer.map(URI::toString).orElse("none");
  }
}
