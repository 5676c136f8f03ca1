package org.grievances.security.client;

import io.github.bucket4j.BandwidthBuilder.BandwidthBuilderBuildStage;
import io.github.bucket4j.BandwidthBuilder.BandwidthBuilderCapacityStage;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import java.time.Duration;

/**
 * How many requests a client may send: a sustained rate per second, and a burst.
 *
 * @param perSecond tokens that are added to its bucket per second
 * @param burst capacity of the bucket in tokens
 */
public record RateLimit(int perSecond, int burst) {

  public RateLimit {
    if (perSecond < 1 || burst < 1) {
      throw new IllegalArgumentException("a rate and a burst are at least 1");
    }
  }

  /** A bucket that only this server uses. */
  Bucket bucket() {
    return Bucket.builder().addLimit(this::limit).build();
  }

  /** The same limit, as the configuration of a bucket that servers share. */
  BucketConfiguration configuration() {
    return BucketConfiguration.builder().addLimit(this::limit).build();
  }

  private BandwidthBuilderBuildStage limit(BandwidthBuilderCapacityStage limit) {
    return limit.capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1));
  }

  /** Whole seconds until this many tokens are refilled. */
  long secondsFor(long tokens) {
    return (tokens + perSecond - 1) / perSecond;
  }
}
