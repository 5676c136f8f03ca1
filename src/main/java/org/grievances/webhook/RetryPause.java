package org.grievances.webhook;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.grievances.settings.WebhookSettings;

/** The time between two attempts at a delivery, which triples with each, up to four hours. */
final class RetryPause {
  private static final int GROWTH = 3;
  private static final Duration MAX = Duration.ofHours(4);

  /** Deliveries that failed together are not sent again together. */
  private static final double SPREAD = 0.2;

  private RetryPause() {}

  /**
   * @param attempts that were made
   */
  static Duration after(int attempts, WebhookSettings settings, AttemptFailure failure) {
    Duration pause = settings.firstPause();
    for (int attempt = 1; attempt < attempts && pause.compareTo(MAX) < 0; attempt++) {
      pause = pause.multipliedBy(GROWTH);
    }
    Duration limited = pause.compareTo(MAX) < 0 ? pause : MAX;
    double factor = 1 + SPREAD * ThreadLocalRandom.current().nextDouble();
    Duration spread = Duration.ofMillis((long) (limited.toMillis() * factor));
    return failure.retryAfter().compareTo(spread) > 0 ? failure.retryAfter() : spread;
  }
}
