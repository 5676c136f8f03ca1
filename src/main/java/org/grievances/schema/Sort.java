package org.grievances.schema;

/** What a list is sorted by; for a long text, its first characters. */
public record Sort(Field field, boolean descending) {
  /** How many characters of a text are compared. */
  public static final int TEXT_LENGTH = 128;
}
