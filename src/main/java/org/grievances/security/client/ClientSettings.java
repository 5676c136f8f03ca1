package org.grievances.security.client;

import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;
import org.grievances.digest.Sha256;
import org.grievances.http.request.Permission;
import org.grievances.scope.Hideable;
import org.grievances.scope.Scope;
import org.grievances.security.user.DatabaseScope;
import org.grievances.settings.Network;

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
    Limits limits,
    Optional<String> rate,
    Optional<String> burst,
    boolean console,
    boolean sharesKey) {
  static final String CLIENTS = "grievances.api-keys";

  /** The members by whose values records are limited, and the claims of tokens with these. */
  public static final String SUBSCRIBER = "subscriber_ID";

  public static final String PROVIDER = "provider_ID";

  private static final String CONSOLE = "grievances.console.client";
  private static final int RATE = 25;
  private static final int BURST = 50;

  /** The limits of a client; each is empty if there is none. */
  record Limits(
      Optional<List<String>> subscribers,
      Optional<List<String>> providers,
      Optional<List<String>> hidden,
      Optional<List<String>> operations,
      Optional<List<String>> networks) {

    private static Limits of(Config config, String prefix) {
      return new Limits(
          limit(config, prefix + ".subscribers"),
          limit(config, prefix + ".providers"),
          limit(config, prefix + ".hidden"),
          limit(config, prefix + ".operations"),
          limit(config, prefix + ".networks"));
    }

    /** A limit that is there and has no value lets nothing through, rather than everything. */
    private static Optional<List<String>> limit(Config config, String property) {
      String raw = config.getConfigValue(property).getRawValue();
      return raw == null ? Optional.empty() : Optional.of(list(config, property));
    }

    private ClientLimits parse(Hideable hideable) {
      check("subscribers", subscribers);
      check("providers", providers);
      check("hidden", hidden);
      check("operations", operations);
      check("networks", networks);
      Map<String, Set<String>> values = new TreeMap<>();
      subscribers.ifPresent(some -> values.put(SUBSCRIBER, Set.copyOf(some)));
      providers.ifPresent(some -> values.put(PROVIDER, Set.copyOf(some)));
      Set<String> hiddenMembers = Set.copyOf(hidden.orElse(List.of()));
      if (!hideable.names().containsAll(hiddenMembers)) {
        throw new IllegalArgumentException("hidden names a member that cannot be hidden");
      }
      return new ClientLimits(
          new Scope(values, hiddenMembers), operations.map(Limits::permissions), parsedNetworks());
    }

    private static void check(String name, Optional<List<String>> limit) {
      if (limit.filter(List::isEmpty).isPresent()) {
        throw new IllegalArgumentException(name + " is there and has no value");
      }
    }

    private static Set<Permission> permissions(List<String> names) {
      return names.stream()
          .map(
              name ->
                  Permission.named(name)
                      .orElseThrow(
                          () ->
                              new IllegalArgumentException(
                                  "operations are read, write, load and administer")))
          .collect(toSet());
    }

    private List<Network> parsedNetworks() {
      return networks.orElse(List.of()).stream()
          .map(
              text ->
                  Network.parse(text)
                      .orElseThrow(
                          () -> new IllegalArgumentException("networks are such as 10.0.0.0/8")))
          .toList();
    }
  }

  /** Those of all clients in the order in which they are listed. */
  static List<ClientSettings> all(Config config) {
    Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    List<ClientSettings> all = new ArrayList<>();
    for (String client : list(config, CLIENTS).stream().distinct().toList()) {
      List<String> hashes = list(config, CLIENTS + "." + client + ".sha256");
      List<String> alone = hashes.stream().map(KeyHash::withoutEnd).toList();
      all.add(of(config, client, hashes, alone.stream().anyMatch(known::contains)));
      known.addAll(alone);
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
        Limits.of(config, prefix),
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
   * @param hideable the members that can be hidden
   * @throws IllegalArgumentException if they cannot be used; the message quotes none of them
   */
  ApiKey key(Hideable hideable) {
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
        sha256.stream().map(KeyHash::parse).toList(),
        codeSha256.stream().map(Sha256::parse).toList(),
        DatabaseScope.of(databases),
        limits.parse(hideable),
        new RateLimit(number(rate, RATE), number(burst, BURST)));
  }

  private static int number(Optional<String> text, int otherwise) {
    try {
      return text.map(String::strip).map(Integer::valueOf).orElse(otherwise);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("a rate and a burst are whole numbers", e);
    }
  }
}
