package org.grievances.openid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.Converter;
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

  /** Properties, all of them with the same beginning. */
  private record Properties(Map<String, String> values) implements Config {

    @Override
    public <T> T getValue(String name, Class<T> type) {
      return getOptionalValue(name, type).orElseThrow(NoSuchElementException::new);
    }

    @Override
    public <T> Optional<T> getOptionalValue(String name, Class<T> type) {
      return Optional.ofNullable(values.get(name.substring(PREFIX.length())))
          .map(value -> type.cast(type.isArray() ? value.split(",") : value));
    }

    @Override
    public ConfigValue getConfigValue(String name) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Iterable<String> getPropertyNames() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Iterable<ConfigSource> getConfigSources() {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T> Optional<Converter<T>> getConverter(Class<T> type) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T> T unwrap(Class<T> type) {
      throw new UnsupportedOperationException();
    }
  }

  private static Optional<OpenIdSettings> with(String name, String value) {
    Map<String, String> properties = new HashMap<>(COMPLETE);
    properties.put(name, value);
    return OpenIdSettings.in(new Properties(properties));
  }

  @Test
  void everythingThatIsConfiguredIsRead() {
    OpenIdSettings settings = OpenIdSettings.in(new Properties(COMPLETE)).orElseThrow();
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
