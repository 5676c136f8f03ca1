package org.grievances.failure;

/**
 * An error of an item or of a body; it becomes text at the edge.
 *
 * @param member null if it is one of the whole
 * @param message for people, without the member and without contents
 * @param length of a text that is too long or too short; null for other errors
 * @param line of the body at which it is, from 1; 0 if it is not known
 * @param column of this line, from 1; 0 if it is not known
 */
public record RequestError(
    ErrorCode code, String member, String message, TextLength length, long line, long column) {

  /**
   * The length of a text that does not fit.
   *
   * @param actual in UTF-16 code units
   * @param limit the most, or the fewest, that it may have
   */
  public record TextLength(int actual, int limit) {}

  public static RequestError of(ErrorCode code, String member, String message) {
    return new RequestError(code, member, message, null, 0, 0);
  }

  /** An error of the whole item or body. */
  public static RequestError of(ErrorCode code, String message) {
    return of(code, null, message);
  }

  public RequestError with(TextLength otherLength) {
    return new RequestError(code, member, message, otherLength, line, column);
  }

  public RequestError at(long otherLine, long otherColumn) {
    return new RequestError(code, member, message, length, otherLine, otherColumn);
  }

  /** The error as text, such as {@code issue_Date: required}, without its place. */
  public String text() {
    return member == null ? message : member + ": " + message;
  }
}
