package org.grievances.openid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.grievances.settings.OpenIdConnectSettings;
import org.grievances.settings.TypedSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests what is read of the operator's configuration, and what is refused. */
class OpenIdSettingsTest {
  private static final String PREFIX = "grievances.console.openid-connect.";
  private static final Map<String, String> COMPLETE =
      Map.of(
          "issuer", "https://login.plan.example/",
          "client-id", "console",
          "client-secret", "hidden",
          "redirect-uri", "https://grievances.plan.example/console/sign-in/callback",
          "scopes", "openid, profile");

  /**
   * @param configured without the prefix
   */
  private static Optional<OpenIdSettings> read(Map<String, String> configured) {
    return OpenIdSettings.in(
        TypedSettings.read(
            OpenIdConnectSettings.class,
            name -> Optional.ofNullable(configured.get(name.substring(PREFIX.length())))));
  }

  private static Optional<OpenIdSettings> with(String name, String value) {
    Map<String, String> properties = new HashMap<>(COMPLETE);
    properties.put(name, value);
    return read(properties);
  }

  @Test
  void everythingThatIsConfiguredIsRead() {
    OpenIdSettings settings = read(COMPLETE).orElseThrow();
    assertEquals(URI.create("https://login.plan.example/"), settings.issuer());
    assertEquals("console", settings.client());
    assertEquals(Optional.of("hidden"), settings.secret());
    assertEquals(List.of("openid", "profile"), settings.scopes());
    assertFalse(settings.toString().contains("hidden"));
  }

  @Test
  void withoutAnIssuerThereIsNoProvider() {
    assertTrue(with("issuer", null).isEmpty());
    assertTrue(with("issuer", "").isEmpty());
  }

  @Test
  void aPublicClientHasNoSecret() {
    assertEquals(Optional.empty(), with("client-secret", null).orElseThrow().secret());
  }

  @ParameterizedTest
  @CsvSource({
    "client-id,",
    "redirect-uri,",
    "redirect-uri, http://grievances.plan.example/console/sign-in/callback",
    "redirect-uri, https://not an address",
    "issuer, http://login.plan.example/",
    "scopes, profile",
  })
  void missingOrInvalidSettingIsNamed(String name, String value) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> with(name, value));
    assertTrue(refused.getMessage().contains(PREFIX + name), refused.getMessage());
  }
}
