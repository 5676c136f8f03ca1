package org.grievances.batch;

/**
 * The outcome of one item.
 *
 * @param key null if it could not be read
 * @param status the HTTP status code of the outcome
 * @param body the outcome as text
 */
public record Outcome(Object key, int status, String body) {

  public boolean isFailure() {
    return status >= 300;
  }
}
