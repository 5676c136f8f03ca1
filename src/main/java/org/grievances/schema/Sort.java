package org.grievances.schema;

/** What a list is sorted by: of a long text, its first characters. */
public record Sort(Field field, boolean descending) {
  /** How many characters of a text count. */
  public static final int TEXT_LENGTH = 128;
}
