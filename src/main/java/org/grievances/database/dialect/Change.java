package org.grievances.database.dialect;

import java.util.Locale;

/** The kinds of change to a record. */
public enum Change {
  CREATED,
  UPDATED,
  DELETED,

  /** No change: the state of a record when the history was turned off. */
  PAUSED,

  /** No change: the history begins, or begins again after it was turned off. */
  BEGAN;

  /** Its name in the database and in responses. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Change of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
