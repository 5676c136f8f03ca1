package org.grievances.schema;

/**
 * What the records of a list have in common.
 *
 * @param value null where the comparison needs none
 */
public record Condition(Field field, Comparison comparison, Object value) {

  /** How the value of the field is compared. */
  public enum Comparison {
    EQUAL,
    /** The value or a greater one. */
    FROM,
    /** A lesser value. */
    BEFORE,
    /** There is none. */
    ABSENT,
    /** There is one. */
    PRESENT;

    public boolean needsValue() {
      return this != ABSENT && this != PRESENT;
    }
  }
}
