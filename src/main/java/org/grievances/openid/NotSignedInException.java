package org.grievances.openid;

/** Signing in failed; the message tells the operator why, without secrets or tokens. */
public class NotSignedInException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int MAX_LENGTH = 200;

  public NotSignedInException(String message) {
    super(message);
  }

  /**
   * @param detail text of the provider
   */
  NotSignedInException(String message, String detail) {
    super(message + ": " + printable(detail));
  }

  private static String printable(String text) {
    String line = text == null ? "no reason given" : text.replaceAll("[^ -~]", "?");
    return line.length() > MAX_LENGTH ? line.substring(0, MAX_LENGTH) + "…" : line;
  }
}
