package org.grievances.jobs;

/** The items of a job that can be asked for. */
public enum JobResult {
  FAILED,
  SUCCEEDED,
  /** Those without an outcome. */
  UNPROCESSED;

  /** How many a job has. */
  int count(Job job) {
    return switch (this) {
      case FAILED -> job.failed();
      case SUCCEEDED -> job.read() - job.failed();
      case UNPROCESSED -> job.items() - job.read();
    };
  }
}
