package org.grievances.batch;

/**
 * What became of one item.
 *
 * @param key null when it could not be read
 * @param status the HTTP status code that says it
 * @param body the same in words
 */
public record Outcome(Object key, int status, String body) {

  boolean isFailure() {
    return status >= 300;
  }
}
