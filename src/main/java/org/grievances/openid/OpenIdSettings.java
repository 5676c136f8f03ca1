package org.grievances.openid;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

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
  private static final String ISSUER = PREFIX + "issuer";

  /**
   * The configured provider; empty if none is configured.
   *
   * @throws IllegalArgumentException when something is missing or unusable
   */
  static Optional<OpenIdSettings> in(Config config) {
    return text(config, ISSUER).isEmpty()
        ? Optional.empty()
        : Optional.of(
            new OpenIdSettings(
                address(config, ISSUER),
                required(config, PREFIX + "client-id"),
                text(config, PREFIX + "client-secret"),
                address(config, PREFIX + "redirect-uri"),
                scopes(config)));
  }

  private static List<String> scopes(Config config) {
    List<String> scopes =
        config.getValues(PREFIX + "scopes", String.class).stream().map(String::strip).toList();
    if (!scopes.contains(OPENID)) {
      throw new IllegalArgumentException(PREFIX + "scopes does not contain " + OPENID);
    }
    return scopes;
  }

  private static URI address(Config config, String property) {
    String text = required(config, property);
    try {
      URI address = new URI(text);
      if ("https".equals(address.getScheme()) && address.getHost() != null) {
        return address;
      }
    } catch (URISyntaxException e) {
      // The same as of another address that cannot be used.
    }
    throw new IllegalArgumentException(property + " is not an address that begins with https://");
  }

  private static String required(Config config, String property) {
    return text(config, property)
        .orElseThrow(() -> new IllegalArgumentException(property + " is not set"));
  }

  private static Optional<String> text(Config config, String property) {
    return config.getOptionalValue(property, String.class).filter(text -> !text.isBlank());
  }

  @Override
  public String toString() {
    return issuer.toString();
  }
}
