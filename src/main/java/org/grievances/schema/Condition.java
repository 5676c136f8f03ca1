package org.grievances.schema;

import java.util.List;

/** A condition that all records of a list fulfil. */
public sealed interface Condition {

  /**
   * Compares a field to a value.
   *
   * @param value null where the comparison needs none
   */
  record Compared(Field field, Comparison comparison, Object value) implements Condition {}

  /** All conditions of at least one of several lists are fulfilled. */
  record AnyOf(List<List<Condition>> alternatives) implements Condition {}

  /** One date-time is less than a number of 24-hour days after another; both have values. */
  record WithinDays(Field from, Field to, int days) implements Condition {}

  static Condition of(Field field, Comparison comparison, Object value) {
    return new Compared(field, comparison, value);
  }

  static Condition absent(Field field) {
    return new Compared(field, Comparison.IS_NULL, null);
  }

  static Condition present(Field field) {
    return new Compared(field, Comparison.IS_NOT_NULL, null);
  }

  /** How the value of a field is compared. */
  enum Comparison {
    EQUAL,
    /** A value with the same place in the sort order; some products sort different texts alike. */
    SORTED_ALIKE,
    /** Another value, or none. */
    NOT_EQUAL,
    /** The value or a greater one. */
    AT_LEAST,
    /** A greater value. */
    GREATER,
    /** A lesser value. */
    LESS,
    /** There is no value. */
    IS_NULL,
    /** There is a value. */
    IS_NOT_NULL;

    public boolean needsValue() {
      return this != IS_NULL && this != IS_NOT_NULL;
    }
  }
}
