package org.grievances.batch;

import org.grievances.failure.ErrorCode;
import org.grievances.item.ItemErrors;

/**
 * The outcome of one item.
 *
 * @param key null if it could not be read, or there is no record with it
 * @param status the HTTP status code of the outcome
 * @param done what was done with the item; null if it failed
 * @param errors why it failed; null if it did not
 */
public record Outcome(Object key, int status, String done, ItemErrors errors) {

  static Outcome done(Object key, int status, String done) {
    return new Outcome(key, status, done, null);
  }

  static Outcome failed(Object key, int status, ItemErrors errors) {
    return new Outcome(key, status, null, errors);
  }

  static Outcome failed(Object key, int status, ErrorCode code, String message) {
    return failed(key, status, ItemErrors.of(code, message));
  }

  /** The same outcome, in the words for a dry run: {@code Would be created}. */
  Outcome hypothetical() {
    return done(
        key, status, "Would be " + Character.toLowerCase(done.charAt(0)) + done.substring(1));
  }

  Outcome withoutKey() {
    return new Outcome(null, status, done, errors);
  }

  public boolean isFailure() {
    return errors != null;
  }

  /** The outcome as text. */
  public String body() {
    return isFailure() ? errors.text() : done;
  }
}
