package org.grievances.jobs;

/** The states of a job; the label is the name in the API. */
public enum JobState {
  /** Its body is being received; it is not visible yet. */
  RECEIVING("Receiving"),
  QUEUED("Queued"),
  IN_PROGRESS("InProgress"),
  COMPLETED("Completed"),
  FAILED("Failed"),
  CANCELLED("Cancelled");

  private final String label;

  JobState(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  /** Whether it waits or runs. */
  public boolean isActive() {
    return this == QUEUED || this == IN_PROGRESS;
  }
}
