package org.grievances.item;

/** A value does not fit its field; the message tells the sender why. */
public class InvalidValueException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidValueException(String reason) {
    super(reason, null, false, false);
  }
}
