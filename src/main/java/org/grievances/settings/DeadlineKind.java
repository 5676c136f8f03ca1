package org.grievances.settings;

import java.util.Locale;

/** The purpose of a deadline. */
public enum DeadlineKind {
  /** Resolving the grievance. */
  DECISION,
  /** Telling the member that the grievance was received. */
  ACKNOWLEDGEMENT,
  /** Telling the member of the decision. */
  NOTICE;

  /** Its name in metrics. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
