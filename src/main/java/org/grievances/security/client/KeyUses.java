package org.grievances.security.client;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.grievances.activity.Activity;
import org.grievances.activity.BackgroundTasks;
import org.grievances.database.Database;
import org.grievances.database.Databases;

/**
 * Notes when API keys are used, so that one that nobody needs can be found. No request waits for
 * it: what is noted is stored some seconds later, and a key's use once a minute at most.
 */
@ApplicationScoped
public class KeyUses {
  private static final Logger LOGGER = Logger.getLogger(KeyUses.class.getName());
  private static final Duration STORE_INTERVAL = Duration.ofSeconds(5);

  @Inject private Databases databases;
  @Inject private KeyUseStore store;
  @Inject private BackgroundTasks tasks;

  private final Map<Use, Instant> noted = new ConcurrentHashMap<>();
  private final Map<Use, Instant> stored = new ConcurrentHashMap<>();

  /**
   * @param key see {@link KeyHash#id}
   */
  private record Use(String database, String key) {}

  @PostConstruct
  void start() {
    tasks.every(STORE_INTERVAL, "storing the use of API keys", this::storeAll);
  }

  /** Notes that a key is used for a database now. */
  public void note(String database, String key) {
    Instant minute = Instant.now().truncatedTo(ChronoUnit.MINUTES);
    Use use = new Use(database, key);
    if (!minute.equals(stored.get(use))) {
      noted.put(use, minute);
    }
  }

  @PreDestroy
  void storeAll() {
    Map<String, Map<String, Instant>> byDatabase = new HashMap<>();
    noted.forEach(
        (use, time) ->
            byDatabase
                .computeIfAbsent(use.database(), name -> new HashMap<>())
                .put(use.key(), time));
    byDatabase.forEach(
        (name, uses) ->
            databases.find(name).filter(Database::isUp).ifPresent(up -> store(up, uses)));
  }

  private void store(Database database, Map<String, Instant> uses) {
    try {
      store.store(database, uses);
    } catch (RuntimeException e) {
      Activity.log(LOGGER, Level.WARNING, "The use of API keys is not stored.", e);
      return;
    }
    uses.forEach(
        (key, time) -> {
          Use use = new Use(database.name(), key);
          stored.put(use, time);
          noted.remove(use, time);
        });
  }
}
