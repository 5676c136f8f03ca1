package org.grievances.database.history;

/** Thrown when changes after a place are not in the history, or not any more. */
public final class LostChangesException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why they are not there. */
  public enum Reason {
    /** They were taken out of the history. */
    ARCHIVED,

    /** The history was turned off for a while. */
    PAUSED,

    /** The database was restored to an earlier state after the place was given. */
    RESTORED
  }

  private final Reason reason;

  LostChangesException(Reason reason) {
    super(reason.name());
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
