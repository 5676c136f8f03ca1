package org.grievances.jobs;

/** How far a job is; its name in the API is the label. */
public enum JobState {
  /** Its body is being received; nobody sees it yet. */
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
