package org.grievances.jobs;

import jakarta.ejb.ApplicationException;

/** The job was cancelled, or another server has taken it over; the part was not applied. */
@ApplicationException(rollback = true)
public class JobLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;
}
