package org.grievances.batch;

/**
 * The outcome of one item.
 *
 * @param key null if it could not be read
 * @param status the HTTP status code of the outcome
 * @param body the outcome as text
 */
public record Outcome(Object key, int status, String body) {

  /** The same outcome, in the words for a dry run: {@code Would be created}. */
  Outcome hypothetical() {
    String done = Character.toLowerCase(body.charAt(0)) + body.substring(1);
    return new Outcome(key, status, "Would be " + done);
  }

  public boolean isFailure() {
    return status >= 300;
  }
}
