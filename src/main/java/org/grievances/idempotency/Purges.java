package org.grievances.idempotency;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * When responses that are no longer valid are deleted from a database: by one request a minute,
 * since each would pay for it otherwise.
 */
final class Purges {
  private static final long INTERVAL = Duration.ofMinutes(1).toNanos();

  private final AtomicLong last = new AtomicLong(System.nanoTime() - INTERVAL);

  /** Whether the caller is to do it now. */
  boolean isDue() {
    long now = System.nanoTime();
    long before = last.get();
    return now - before >= INTERVAL && last.compareAndSet(before, now);
  }
}
