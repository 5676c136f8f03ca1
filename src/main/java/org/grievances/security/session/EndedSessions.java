package org.grievances.security.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.grievances.security.session.EndedSessionsFile.Ended;
import org.grievances.settings.ConsoleSettings;
import org.grievances.settings.SessionSettings;

/**
 * The sessions that have ended and the refresh tokens that were used, as far as this server knows,
 * so that they stay ended and used if their database is restored to an earlier state, even while no
 * server runs.
 */
@ApplicationScoped
public class EndedSessions {
  /** Limited per database, so that filling one does not evict entries of another. */
  private static final int MAX_REMEMBERED = 100_000;

  private final Duration retention;
  private final EndedSessionsFile file;
  private final Map<String, Cache<String, Instant>> byDatabase = new ConcurrentHashMap<>();

  @Inject
  public EndedSessions(SessionSettings api, ConsoleSettings console) {
    this.retention = Collections.max(List.of(api.lifetime(), console.lifetime()));
    this.file = new EndedSessionsFile(api.directory(), retention);
    file.load().forEach(each -> of(each.database()).put(each.id(), each.instant()));
  }

  /** For the CDI proxy. */
  protected EndedSessions() {
    this.retention = Duration.ZERO;
    this.file = null;
  }

  /**
   * Remembers ended sessions.
   *
   * @param ids of sessions, or the hashes of their tokens
   */
  void add(String database, Collection<String> ids) {
    Cache<String, Instant> ended = of(database);
    Instant now = Instant.now();
    file.add(
        ids.stream()
            .filter(id -> ended.asMap().putIfAbsent(id, now) == null)
            .map(id -> new Ended(now, database, id))
            .toList());
  }

  boolean has(String database, String id) {
    return of(database).getIfPresent(id) != null;
  }

  /** Whether a session or token has been known for longer than a duration. */
  boolean hasSince(String database, String id, Duration time) {
    Instant known = of(database).getIfPresent(id);
    return known != null && known.isBefore(Instant.now().minus(time));
  }

  /** The databases in which sessions were looked for. */
  Collection<String> databases() {
    return byDatabase.keySet();
  }

  private Cache<String, Instant> of(String database) {
    return byDatabase.computeIfAbsent(
        database,
        name ->
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).expireAfterWrite(retention).build());
  }
}
