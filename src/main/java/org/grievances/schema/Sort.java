package org.grievances.schema;

/** A sort key of a list; of a long text, its first characters. */
public record Sort(Field field, boolean descending) {
  /** How many characters of a text are compared. */
  public static final int TEXT_LENGTH = 128;

  /** The opposite order. */
  public Sort reversed() {
    return new Sort(field, !descending);
  }
}
