package org.grievances.security;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.grievances.api.ProblemException;
import org.grievances.api.ProblemType;

/**
 * Slows down who tries passwords: of one user, and from one address. Right ones cost nothing, so
 * that a user is kept waiting and never locked out.
 */
@ApplicationScoped
public class AttemptLimits {
  private static final int MOST_KEPT = 100_000;

  private final LoadingCache<String, Bucket> ofUsers = buckets(5, Duration.ofSeconds(10));
  private final LoadingCache<String, Bucket> ofAddresses = buckets(20, Duration.ofSeconds(1));

  /** So many wrong passwords at once, and then one in each period. */
  private static LoadingCache<String, Bucket> buckets(int burst, Duration period) {
    return Caffeine.newBuilder()
        .maximumSize(MOST_KEPT)
        .expireAfterAccess(period.multipliedBy(burst))
        .build(
            name ->
                Bucket.builder()
                    .addLimit(limit -> limit.capacity(burst).refillGreedy(1, period))
                    .build());
  }

  /**
   * Counts an attempt before its password is looked at.
   *
   * @throws ProblemException {@code TOO_MANY_ATTEMPTS} when there were too many wrong ones
   */
  void attempt(String user, String address) {
    take(ofAddresses.get(address));
    take(ofUsers.get(name(user)));
  }

  private static void take(Bucket bucket) {
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      long seconds = Duration.ofNanos(probe.getNanosToWaitForRefill()).toSeconds() + 1;
      throw new ProblemException(
          ProblemType.TOO_MANY_ATTEMPTS,
          "Too many wrong passwords; try again in " + seconds + " seconds.",
          Map.of("Retry-After", Long.toString(seconds)));
    }
  }

  /** Gives back what an attempt with the right password took. */
  void succeed(String user, String address) {
    ofAddresses.get(address).addTokens(1);
    ofUsers.get(name(user)).addTokens(1);
  }

  private static String name(String user) {
    return user.toLowerCase(Locale.ROOT);
  }
}
