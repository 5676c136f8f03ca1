package org.grievances.batch;

import jakarta.ejb.ApplicationException;

/** The database refused a row and the batch was rolled back; it is not yet known which row. */
@ApplicationException(rollback = true)
public class RowRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;
}
