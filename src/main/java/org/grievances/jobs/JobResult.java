package org.grievances.jobs;

/** The results of a job that can be read. */
public enum JobResult {
  FAILED,
  SUCCEEDED,
  /** Those without an outcome. */
  UNPROCESSED;

  /** Counts the items of a job. */
  int count(Job job) {
    return switch (this) {
      case FAILED -> job.counts().failed();
      case SUCCEEDED -> job.counts().succeeded();
      case UNPROCESSED -> job.items() - job.counts().read();
    };
  }
}
