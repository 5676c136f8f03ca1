package org.grievances.schema;

import java.util.List;

/** What the records of a list have in common. */
public sealed interface Condition {

  /**
   * A field compares to a value.
   *
   * @param value null where the comparison needs none
   */
  record Compared(Field field, Comparison comparison, Object value) implements Condition {}

  /** All conditions of at least one of several lists are fulfilled. */
  record AnyOf(List<List<Condition>> alternatives) implements Condition {}

  /** One date-time is less than so many times 24 hours after another; both are there. */
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
    /** A value that a list is sorted by as by this one; products may take some texts for equal. */
    SORTED_ALIKE,
    /** Another value, or none. */
    NOT_EQUAL,
    /** The value or a greater one. */
    AT_LEAST,
    /** A greater value. */
    GREATER,
    /** A lesser value. */
    LESS,
    /** There is none. */
    IS_NULL,
    /** There is one. */
    IS_NOT_NULL;

    public boolean needsValue() {
      return this != IS_NULL && this != IS_NOT_NULL;
    }
  }
}
