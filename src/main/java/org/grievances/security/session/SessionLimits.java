package org.grievances.security.session;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a session of the console lasts, as it is configured now; what is stored cannot make it
 * last longer.
 *
 * @param idle after its last request
 * @param lifetime after its start, however much it is used
 */
public record SessionLimits(Duration idle, Duration lifetime) {

  /** When a session ends if there is no further request. */
  Instant end(Instant started, Instant renewed) {
    Instant unused = renewed.plus(idle);
    Instant last = started.plus(lifetime);
    return unused.isBefore(last) ? unused : last;
  }
}
