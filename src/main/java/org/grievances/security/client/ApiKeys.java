package org.grievances.security.client;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.Config;
import org.grievances.activity.BackgroundTasks;
import org.grievances.digest.Sha256;
import org.grievances.scope.Hideable;

/**
 * The API keys that the operator configured. {@code grievances.api-keys} lists the clients; for
 * each, {@code grievances.api-keys.CLIENT.sha256} has the hash of its key in hexadecimal digits, or
 * several while a key is being replaced, and {@code grievances.api-keys.CLIENT.databases} the
 * databases it covers. A client whose users may sign in also has {@code
 * grievances.api-keys.CLIENT.code-sha256}, the hash of its code. {@code
 * grievances.api-keys.CLIENT.rate} and {@code .burst} are the sustained number of requests per
 * second and the number that it may send at once. The client of the console needs no key. Without
 * configuration there are no keys. What a client is limited to is in {@code .operations}, {@code
 * .networks}, {@code .subscribers}, {@code .providers} and {@code .hidden}. Changes count within
 * {@link #READ_INTERVAL}, without a restart; a client whose settings cannot be used is refused.
 */
@ApplicationScoped
public class ApiKeys {
  private static final Logger LOGGER = Logger.getLogger(ApiKeys.class.getName());
  private static final Duration READ_INTERVAL = Duration.ofSeconds(5);

  @Inject private Config config;
  @Inject private BackgroundTasks tasks;
  @Inject private Hideable hideable;

  private volatile Map<String, Client> clients = Map.of();

  /**
   * A client as it was last read.
   *
   * @param key empty if its settings cannot be used
   */
  private record Client(ClientSettings settings, Optional<ApiKey> key) {}

  /** Runs at startup, so that configuration errors are reported before the first request. */
  void open(@Observes @Initialized(ApplicationScoped.class) Object start) {
    read();
    if (clients.values().stream().allMatch(client -> client.key().isEmpty())) {
      LOGGER.log(Level.WARNING, "No API key is configured, so every call will be refused.");
    }
    tasks.every(READ_INTERVAL, "reading the API keys", this::read);
  }

  private void read() {
    Map<String, Client> before = clients;
    Map<String, Client> now = new LinkedHashMap<>();
    for (ClientSettings settings : ClientSettings.all(config)) {
      Client known = before.get(settings.client());
      boolean same = known != null && known.settings().equals(settings);
      now.put(settings.client(), same ? known : read(settings, known != null));
    }
    clients = now;
    before.keySet().stream().filter(client -> !now.containsKey(client)).forEach(this::logRemoved);
  }

  private Client read(ClientSettings settings, boolean known) {
    try {
      ApiKey key = settings.key(hideable);
      LOGGER.log(
          Level.INFO,
          known ? "API client {0} was changed." : "API client {0} is configured.",
          settings.client());
      return new Client(settings, Optional.of(key));
    } catch (IllegalArgumentException e) {
      LOGGER.log(
          Level.SEVERE,
          "API client {0} cannot get in: {1}",
          new Object[] {settings.client(), e.getMessage()});
      return new Client(settings, Optional.empty());
    }
  }

  private void logRemoved(String client) {
    LOGGER.log(Level.INFO, "API client {0} was removed, and its key is refused.", client);
  }

  /** The configured key that matches this text; compares with all keys even after a match. */
  public Optional<ApiKey> find(String presented) {
    byte[] hash = Sha256.of(presented);
    ApiKey found = null;
    for (Client client : clients.values()) {
      if (client.key().isPresent() && client.key().get().matches(hash)) {
        found = client.key().get();
      }
    }
    return Optional.ofNullable(found);
  }

  /** The keys of all clients whose settings can be used. */
  Collection<ApiKey> all() {
    return clients.values().stream().flatMap(client -> client.key().stream()).toList();
  }

  /** Whether a client is configured and may use a database. */
  public boolean covers(String client, String database) {
    return ofClient(client).filter(key -> key.databases().covers(database)).isPresent();
  }

  /** The configured key of a client. */
  public Optional<ApiKey> ofClient(String client) {
    return Optional.ofNullable(clients.get(client)).flatMap(Client::key);
  }
}
