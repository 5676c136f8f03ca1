package org.grievances.security.client;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.grievances.activity.Activity;
import org.grievances.database.Database;
import org.grievances.database.Databases;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.metrics.Metrics;
import org.grievances.settings.RateLimitSettings;

/**
 * Enforces each client's rate limit: on this server, or across all servers that share a database
 * for it. While that database cannot be used, each server counts on its own.
 */
@ApplicationScoped
public class RateLimits {
  private static final Logger LOGGER = Logger.getLogger(RateLimits.class.getName());
  private static final Duration ALONE = Duration.ofSeconds(10);
  private static final Duration RETENTION = Duration.ofMinutes(5);
  private static final int MAX_ENTRIES = 100_000;

  @Inject private Databases databases;
  @Inject private Metrics metrics;

  @Inject private RateLimitSettings settings;

  private final Map<String, OwnBucket> own = new ConcurrentHashMap<>();
  private final Cache<Source, Bucket> ofAddresses =
      Caffeine.newBuilder().maximumSize(MAX_ENTRIES).expireAfterAccess(RETENTION).build();
  private volatile Instant aloneUntil = Instant.MIN;

  /** The bucket of a client on this server, at the configured rate. */
  private record OwnBucket(RateLimit rate, Bucket bucket) {
    static OwnBucket of(RateLimit rate) {
      return new OwnBucket(rate, rate.bucket());
    }
  }

  /** Consumes one request of a client's rate limit. */
  public RateLimitState take(ApiKey key) {
    ConsumptionProbe probe =
        shared(key).orElseGet(() -> ownBucket(key).tryConsumeAndReturnRemaining(1));
    if (!probe.isConsumed()) {
      metrics.rateLimited(key.client());
    }
    return RateLimitState.of(key.rate(), probe);
  }

  /** The requests for one purpose that come from one place, by a rate that may change. */
  private record Source(String purpose, AddressBlock address, RateLimit rate) {}

  /**
   * Consumes one request of an address on this server.
   *
   * @param purpose whose requests are counted apart from others
   */
  public RateLimitState take(String purpose, String address, RateLimit rate) {
    Source source = new Source(purpose, AddressBlock.of(address), rate);
    Bucket bucket = ofAddresses.get(source, each -> rate.bucket());
    return RateLimitState.of(rate, bucket.tryConsumeAndReturnRemaining(1));
  }

  public static FailureException refused(RateLimitState allowance) {
    return new FailureException(
        ProblemType.RATE_LIMITED,
        "This API key may send %d requests a second, and %d at once; try again in %d seconds."
            .formatted(
                allowance.rate().perSecond(), allowance.rate().burst(), allowance.retryAfter()),
        Duration.ofSeconds(allowance.retryAfter()));
  }

  private Bucket ownBucket(ApiKey key) {
    OwnBucket known = own.get(key.client());
    if (known == null || !known.rate().equals(key.rate())) {
      known = own.compute(key.client(), (client, last) -> current(last, key.rate()));
    }
    return known.bucket();
  }

  /** Another thread may have been first. */
  private static OwnBucket current(OwnBucket last, RateLimit rate) {
    return last != null && last.rate().equals(rate) ? last : OwnBucket.of(rate);
  }

  /** A shared bucket keeps the rate that it was made with, so a changed rate has another bucket. */
  private static String sharedName(ApiKey key) {
    return key.client() + " " + key.rate().perSecond() + "/" + key.rate().burst();
  }

  private Optional<ConsumptionProbe> shared(ApiKey key) {
    if (settings.sharedIn().isEmpty() || Instant.now().isBefore(aloneUntil)) {
      return Optional.empty();
    }
    try {
      return databases
          .find(settings.sharedIn().get())
          .flatMap(Database::buckets)
          .map(buckets -> buckets.getProxy(sharedName(key), key.rate()::configuration))
          .map(bucket -> bucket.tryConsumeAndReturnRemaining(1));
    } catch (RuntimeException e) {
      countAlone(e);
      return Optional.empty();
    }
  }

  /** Many requests may fail at the same time; one line in the log is enough. */
  private synchronized void countAlone(RuntimeException because) {
    if (!Instant.now().isBefore(aloneUntil)) {
      aloneUntil = Instant.now().plus(ALONE);
      Activity.log(LOGGER, Level.WARNING, "Rate limits cannot be shared now.", because);
    }
  }
}
