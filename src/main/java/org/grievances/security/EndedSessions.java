package org.grievances.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.grievances.database.Database;

/**
 * The sessions that were ended at this server, so that they stay ended if their database goes back
 * to an earlier state.
 */
@ApplicationScoped
public class EndedSessions {
  private static final int MAX_REMEMBERED = 1_000_000;

  private final Cache<Ended, Boolean> ended;

  /**
   * @param id of the session, or the hash of its token
   */
  private record Ended(String database, String id) {}

  /**
   * @param apiLifetime how long sessions of API users last at most
   * @param consoleLifetime how long sessions of the console last at most
   */
  @Inject
  public EndedSessions(
      @ConfigProperty(name = "grievances.sessions.lifetime") Duration apiLifetime,
      @ConfigProperty(name = "grievances.console.lifetime") Duration consoleLifetime) {
    this.ended =
        Caffeine.newBuilder()
            .maximumSize(MAX_REMEMBERED)
            .expireAfterWrite(
                apiLifetime.compareTo(consoleLifetime) > 0 ? apiLifetime : consoleLifetime)
            .build();
  }

  /** For the CDI proxy. */
  protected EndedSessions() {
    this(Duration.ZERO, Duration.ZERO);
  }

  void add(Database database, String id) {
    ended.put(new Ended(database.name(), id), true);
  }

  boolean has(Database database, String id) {
    return ended.getIfPresent(new Ended(database.name(), id)) != null;
  }
}
