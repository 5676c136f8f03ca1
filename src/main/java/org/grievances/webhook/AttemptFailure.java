package org.grievances.webhook;

import java.time.Duration;

/**
 * Why a delivery was not taken.
 *
 * @param status the HTTP status of the answer; null if there was none
 * @param problem a sentence for the client; never what the receiver answered
 * @param retryAfter how long the receiver asks to wait; zero if it does not
 * @param isFinal whether the receiver wants no further deliveries
 */
record AttemptFailure(Integer status, String problem, Duration retryAfter, boolean isFinal) {
  private static final int GONE = 410;

  static AttemptFailure of(String problem) {
    return new AttemptFailure(null, problem, Duration.ZERO, false);
  }

  /** The failure for an answer whose status is none of success. */
  static AttemptFailure answered(int status, Duration retryAfter) {
    String problem =
        status >= 300 && status < 400
            ? "The receiver redirects to another address, which is not followed."
            : "The receiver answered with this status.";
    return new AttemptFailure(status, problem, retryAfter, status == GONE);
  }
}
