package org.grievances.security.client;

import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * The state of a client's rate limit after a request, whether it was granted or not.
 *
 * @param refill how long until the next request is granted
 */
public record RateLimitState(RateLimit rate, boolean granted, long remaining, Duration refill) {
  /** The request property that holds it. */
  public static final String PROPERTY = RateLimitState.class.getName();

  static RateLimitState of(RateLimit rate, ConsumptionProbe probe) {
    return new RateLimitState(
        rate,
        probe.isConsumed(),
        probe.getRemainingTokens(),
        Duration.ofNanos(probe.getNanosToWaitForRefill()));
  }

  /** Whole seconds after which the next request is granted. */
  public long retryAfter() {
    return refill.toSeconds() + 1;
  }

  /** {@code RateLimit-Policy} (draft-ietf-httpapi-ratelimit-headers-10, section 3). */
  String policy() {
    return "\"client\";q=" + rate.burst() + ";w=" + rate.secondsFor(rate.burst());
  }

  /**
   * {@code RateLimit} (same draft, section 4).
   *
   * @param retryAfter the seconds in the header {@code Retry-After}, which must not be less than
   *     those here
   */
  String state(OptionalLong retryAfter) {
    long full = rate.secondsFor(rate.burst() - remaining);
    return "\"client\";r=" + remaining + ";t=" + Math.min(full, retryAfter.orElse(full));
  }
}
