package org.grievances.failure;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kind of an error of an item or of a body, by a name that stays the same for programs. */
public enum ErrorCode {
  /** A member that must have a value has none. */
  REQUIRED,
  /** A text has more characters than its member may have. */
  TOO_LONG,
  /** A text has fewer characters than its member must have. */
  TOO_SHORT,
  /** A value is of another type than its member: a text in place of an integer, for example. */
  WRONG_TYPE,
  /** A text is no date-time, or one that the calendar or the clock does not have. */
  NOT_A_DATE,
  /** An integer, or the year of a date-time, is outside the range that can be stored. */
  OUT_OF_RANGE,
  /** A code is not in its list, or a text is none of the names that its member has. */
  UNKNOWN_CODE,
  /** There is no such member; only with {@code Prefer: handling=strict}. */
  UNKNOWN_MEMBER,
  /** Two columns of CSV are for the same member. */
  DUPLICATE_MEMBER,
  /**
   * A value must not be there: a key that the service gives or the path gives otherwise, a member
   * that is hidden from the caller, or a character that cannot be stored.
   */
  NOT_ALLOWED,
  /** A row of CSV has not as many fields as the header row. */
  FIELD_COUNT,
  /** The item or the body cannot be read: no object, no JSON, no CSV, or larger than allowed. */
  MALFORMED,
  /** The database refuses the record, or other records need it. */
  REFUSED,
  /** A record with the key exists already. */
  EXISTS,
  /** There is no record with the key. */
  MISSING,
  /** The record has changed since the caller read it, or may have. */
  CHANGED,
  /** The history does not have the state that a record was to be put back to. */
  NO_HISTORY,
  /** The item is correct, but other items failed. */
  NOT_APPLIED,
  /** The database reported an error that is not the caller's. */
  UNEXPECTED;

  private static final Map<String, ErrorCode> LABELLED =
      Stream.of(values()).collect(Collectors.toMap(ErrorCode::label, code -> code));

  /** The name in responses, such as {@code too-long}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The code with a label; {@link #REFUSED} for one that only a later version of the service has.
   */
  public static ErrorCode labelled(String label) {
    return LABELLED.getOrDefault(label, REFUSED);
  }
}
