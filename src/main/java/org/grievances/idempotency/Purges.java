package org.grievances.idempotency;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Schedules the deletion of expired responses in a database: by one request a minute, since every
 * request would be slowed down otherwise.
 */
final class Purges {
  private static final long INTERVAL = Duration.ofMinutes(1).toNanos();

  private final AtomicLong last = new AtomicLong(System.nanoTime() - INTERVAL);

  /** Whether the caller should delete them now. */
  boolean isDue() {
    long now = System.nanoTime();
    long before = last.get();
    return now - before >= INTERVAL && last.compareAndSet(before, now);
  }
}
