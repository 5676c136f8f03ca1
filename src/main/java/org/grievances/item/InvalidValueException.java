package org.grievances.item;

/** A value is invalid for its field; the message tells the sender why. */
public class InvalidValueException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidValueException(String reason) {
    super(reason, null, false, false);
  }
}
