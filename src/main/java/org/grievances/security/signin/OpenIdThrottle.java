package org.grievances.security.signin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.grievances.database.Bulkhead;
import org.grievances.openid.PendingSignIn;
import org.grievances.security.client.AddressBlock;
import org.grievances.security.client.RateLimit;
import org.grievances.security.client.RateLimitState;
import org.grievances.security.client.RateLimits;

/**
 * Limits the requests to the OpenID provider that clients can cause before they are signed in: by
 * address, and once for each sign-in.
 */
@ApplicationScoped
public class OpenIdThrottle {
  /** A sign-in takes two requests, and many users may share the address of their office. */
  private static final RateLimit RATE = new RateLimit(2, 100);

  private static final int MAX_WAITING = 2;
  private static final Duration MAX_WAIT = Duration.ofSeconds(5);
  private static final Duration RETENTION = Duration.ofMinutes(15);
  private static final int MAX_ENTRIES = 100_000;

  @Inject private RateLimits limits;

  private final LoadingCache<AddressBlock, Semaphore> waiting =
      Caffeine.newBuilder()
          .maximumSize(MAX_ENTRIES)
          .expireAfterAccess(RETENTION)
          .build(address -> new Semaphore(MAX_WAITING, true));

  private final Cache<PendingSignIn, Boolean> completed =
      Caffeine.newBuilder().maximumSize(MAX_ENTRIES).expireAfterWrite(RETENTION).build();

  /** Consumes one request of an address. */
  RateLimitState take(String address) {
    return limits.take(OpenIdSignIn.PATH, address, RATE);
  }

  /** Whether a sign-in is completed for the first time. */
  boolean isFirst(PendingSignIn signIn) {
    return completed.asMap().putIfAbsent(signIn, true) == null;
  }

  /**
   * Acquires a permit to wait for the provider; empty if too many requests of the address already
   * wait.
   */
  Optional<Bulkhead.Permit> enter(String address) {
    Semaphore permits = waiting.get(AddressBlock.of(address));
    try {
      return permits.tryAcquire(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS)
          ? Optional.of(permits::release)
          : Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
