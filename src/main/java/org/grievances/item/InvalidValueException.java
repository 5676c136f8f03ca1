package org.grievances.item;

import org.grievances.failure.ErrorCode;
import org.grievances.failure.RequestError;
import org.grievances.failure.RequestError.TextLength;

/** A value is invalid for its field; the message tells the sender why. */
public class InvalidValueException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final transient TextLength length;

  InvalidValueException(ErrorCode code, String reason) {
    this(code, reason, null);
  }

  /**
   * @param length of a text that is too long or too short
   */
  InvalidValueException(ErrorCode code, String reason, TextLength length) {
    super(reason, null, false, false);
    this.code = code;
    this.length = length;
  }

  /** The error of a member with the value. */
  RequestError error(String member) {
    return RequestError.of(code, member, getMessage()).with(length);
  }
}
