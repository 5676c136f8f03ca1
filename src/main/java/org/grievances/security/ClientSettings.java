package org.grievances.security;

import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.grievances.digest.Sha256;

/**
 * The configuration of a client, {@code grievances.api-keys.CLIENT.…}, as it is written: equal if
 * nothing has changed.
 *
 * @param console whether the console's requests count as this client's, which then needs no key
 */
record ClientSettings(
    String client,
    List<String> sha256,
    List<String> codeSha256,
    List<String> databases,
    Optional<String> rate,
    Optional<String> burst,
    boolean console) {
  static final String CLIENTS = "grievances.api-keys";
  private static final String CONSOLE = "grievances.console.client";
  private static final int RATE = 25;
  private static final int BURST = 50;

  /** Those of all clients in the order in which they are listed. */
  static List<ClientSettings> all(Config config) {
    return list(config, CLIENTS).stream().distinct().map(each -> of(config, each)).toList();
  }

  private static ClientSettings of(Config config, String client) {
    String prefix = CLIENTS + "." + client;
    return new ClientSettings(
        client,
        list(config, prefix + ".sha256"),
        list(config, prefix + ".code-sha256"),
        list(config, prefix + ".databases"),
        config.getOptionalValue(prefix + ".rate", String.class),
        config.getOptionalValue(prefix + ".burst", String.class),
        list(config, CONSOLE).contains(client));
  }

  private static List<String> list(Config config, String property) {
    return config.getOptionalValues(property, String.class).orElse(List.of()).stream()
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  /**
   * The key that they describe.
   *
   * @throws IllegalArgumentException if they cannot be used; the message quotes none of them
   */
  ApiKey key() {
    if ((sha256.isEmpty() && !console) || databases.isEmpty()) {
      String prefix = CLIENTS + "." + client;
      throw new IllegalArgumentException("set " + prefix + ".sha256 and " + prefix + ".databases");
    }
    return new ApiKey(
        client,
        hashes(sha256),
        hashes(codeSha256),
        DatabaseScope.of(databases),
        new RateLimit(number(rate, RATE), number(burst, BURST)));
  }

  private static List<byte[]> hashes(List<String> texts) {
    return texts.stream().map(Sha256::parse).toList();
  }

  private static int number(Optional<String> text, int otherwise) {
    try {
      return text.map(String::strip).map(Integer::valueOf).orElse(otherwise);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("a rate and a burst are whole numbers", e);
    }
  }
}
