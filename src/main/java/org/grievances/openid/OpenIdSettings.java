package org.grievances.openid;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.grievances.settings.OpenIdConnectSettings;

/**
 * The configuration of the provider.
 *
 * @param secret empty if the client has none
 * @param callback where the provider sends the browser with its answer
 */
record OpenIdSettings(
    URI issuer, String client, Optional<String> secret, URI callback, List<String> scopes) {
  private static final String PREFIX = "grievances.console.openid-connect.";
  private static final String OPENID = "openid";

  /**
   * The configured provider; empty if none is configured.
   *
   * @throws IllegalArgumentException when something is missing
   */
  static Optional<OpenIdSettings> in(OpenIdConnectSettings configured) {
    return configured.issuer().map(issuer -> of(issuer, configured));
  }

  private static OpenIdSettings of(URI issuer, OpenIdConnectSettings configured) {
    String client = required(configured.clientId(), "client-id");
    URI callback = required(configured.redirectUri(), "redirect-uri");
    if (!configured.scopes().contains(OPENID)) {
      throw new IllegalArgumentException(PREFIX + "scopes does not contain " + OPENID);
    }
    return new OpenIdSettings(
        issuer, client, configured.clientSecret(), callback, configured.scopes());
  }

  private static <T> T required(Optional<T> configured, String name) {
    return configured.orElseThrow(
        () -> new IllegalArgumentException(PREFIX + name + " is not set"));
  }

  @Override
  public String toString() {
    return issuer.toString();
  }
}
