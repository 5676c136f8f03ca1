package org.grievances.security.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;
import org.grievances.digest.Sha256;
import org.grievances.security.user.DatabaseScope;

/**
 * The configuration of a client, {@code grievances.api-keys.CLIENT.…}, as it is written: equal if
 * nothing has changed.
 *
 * @param console whether the console's requests count as this client's, which then needs no key
 * @param sharesKey whether a client that is listed before has one of its keys
 */
record ClientSettings(
    String client,
    List<String> sha256,
    List<String> codeSha256,
    List<String> databases,
    Optional<String> rate,
    Optional<String> burst,
    boolean console,
    boolean sharesKey) {
  static final String CLIENTS = "grievances.api-keys";
  private static final String CONSOLE = "grievances.console.client";
  private static final int RATE = 25;
  private static final int BURST = 50;

  /** Those of all clients in the order in which they are listed. */
  static List<ClientSettings> all(Config config) {
    Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    List<ClientSettings> all = new ArrayList<>();
    for (String client : list(config, CLIENTS).stream().distinct().toList()) {
      List<String> hashes = list(config, CLIENTS + "." + client + ".sha256");
      all.add(of(config, client, hashes, hashes.stream().anyMatch(known::contains)));
      known.addAll(hashes);
    }
    return all;
  }

  private static ClientSettings of(
      Config config, String client, List<String> hashes, boolean sharesKey) {
    String prefix = CLIENTS + "." + client;
    return new ClientSettings(
        client,
        hashes,
        list(config, prefix + ".code-sha256"),
        list(config, prefix + ".databases"),
        config.getOptionalValue(prefix + ".rate", String.class),
        config.getOptionalValue(prefix + ".burst", String.class),
        list(config, CONSOLE).contains(client),
        sharesKey);
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
    if (sharesKey) {
      throw new IllegalArgumentException(
          "another client has its key; give each client a key of its own");
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
