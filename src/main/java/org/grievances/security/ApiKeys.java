package org.grievances.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.Config;
import org.grievances.digest.Sha256;

/**
 * The API keys that the operator configured. {@code grievances.api-keys} lists the clients; for
 * each, {@code grievances.api-keys.CLIENT.sha256} has the hash of its key in hexadecimal digits, or
 * several while a key is being replaced, and {@code grievances.api-keys.CLIENT.databases} the
 * databases it covers. A client whose users may sign in also has {@code
 * grievances.api-keys.CLIENT.code-sha256}, the hash of its code. {@code
 * grievances.api-keys.CLIENT.rate} and {@code .burst} are the sustained number of requests per
 * second and the number that it may send at once. The client that the console is needs no key.
 * Without configuration there are no keys.
 */
@ApplicationScoped
public class ApiKeys {
  private static final Logger LOGGER = Logger.getLogger(ApiKeys.class.getName());
  private static final String CLIENTS = "grievances.api-keys";
  private static final String CONSOLE = "grievances.console.client";

  @Inject private Config config;

  private final List<ApiKey> keys = new CopyOnWriteArrayList<>();

  /** Runs at startup, so that configuration errors are reported before the first request. */
  void read(@Observes @Initialized(ApplicationScoped.class) Object start) {
    for (String client : list(CLIENTS)) {
      try {
        keys.add(key(client));
      } catch (IllegalArgumentException unusable) {
        LOGGER.log(
            Level.SEVERE,
            "API client {0} cannot get in: {1}",
            new Object[] {client, unusable.getMessage()});
      }
    }
    if (keys.isEmpty()) {
      LOGGER.log(Level.WARNING, "No API key is configured, so every call will be refused.");
    }
  }

  private ApiKey key(String client) {
    String prefix = CLIENTS + "." + client;
    List<byte[]> hashes = hashes(prefix + ".sha256");
    List<String> databases = list(prefix + ".databases");
    boolean console = list(CONSOLE).contains(client);
    if ((hashes.isEmpty() && !console) || databases.isEmpty()) {
      throw new IllegalArgumentException("set " + prefix + ".sha256 and " + prefix + ".databases");
    }
    RateLimit rate = new RateLimit(number(prefix + ".rate", 25), number(prefix + ".burst", 50));
    return new ApiKey(
        client, hashes, hashes(prefix + ".code-sha256"), DatabaseScope.of(databases), rate);
  }

  private int number(String property, int otherwise) {
    return config.getOptionalValue(property, Integer.class).orElse(otherwise);
  }

  private List<byte[]> hashes(String property) {
    return list(property).stream().map(Sha256::parse).toList();
  }

  private List<String> list(String property) {
    return config.getOptionalValues(property, String.class).orElse(List.of()).stream()
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  /** The configured key that matches this text; compares with all keys even after a match. */
  Optional<ApiKey> find(String presented) {
    byte[] hash = Sha256.of(presented);
    ApiKey found = null;
    for (ApiKey key : keys) {
      found = key.matches(hash) ? key : found;
    }
    return Optional.ofNullable(found);
  }

  /** The configured key of a client. */
  Optional<ApiKey> ofClient(String client) {
    return keys.stream().filter(key -> key.client().equals(client)).findFirst();
  }
}
