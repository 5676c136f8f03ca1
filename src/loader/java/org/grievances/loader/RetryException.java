package org.grievances.loader;

import java.time.Duration;

/** A request got no response, or one that asks for a retry. */
final class RetryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Duration after;

  /**
   * @param after how long to wait; null if unknown
   */
  RetryException(String message, Duration after) {
    super(message);
    this.after = after;
  }

  Duration after() {
    return after;
  }
}
