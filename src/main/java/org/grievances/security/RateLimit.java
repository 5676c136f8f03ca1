package org.grievances.security;

import io.github.bucket4j.BandwidthBuilder.BandwidthBuilderBuildStage;
import io.github.bucket4j.BandwidthBuilder.BandwidthBuilderCapacityStage;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import java.time.Duration;

/**
 * How many requests a client may send: so many a second for long, and so many at once.
 *
 * @param perSecond tokens that its bucket gets back in a second
 * @param burst tokens that the bucket holds
 */
record RateLimit(int perSecond, int burst) {

  RateLimit {
    if (perSecond < 1 || burst < 1) {
      throw new IllegalArgumentException("a rate and a burst are at least 1");
    }
  }

  /** A bucket of this server's. */
  Bucket bucket() {
    return Bucket.builder().addLimit(this::limit).build();
  }

  /** The same as a configuration of one that servers share. */
  BucketConfiguration configuration() {
    return BucketConfiguration.builder().addLimit(this::limit).build();
  }

  private BandwidthBuilderBuildStage limit(BandwidthBuilderCapacityStage limit) {
    return limit.capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1));
  }

  /** Whole seconds until so many tokens are back. */
  long secondsFor(long tokens) {
    return (tokens + perSecond - 1) / perSecond;
  }
}
