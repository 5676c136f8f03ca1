package org.grievances.database.history;

import java.util.Locale;

/** What was done to a record. */
public enum Change {
  CREATED,
  UPDATED,
  DELETED,

  /** Nothing: it is the state of a record when the history was turned off. */
  PAUSED;

  /** As it is stored and answered. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Change of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
