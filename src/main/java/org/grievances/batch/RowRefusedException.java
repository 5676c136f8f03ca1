package org.grievances.batch;

import jakarta.ejb.ApplicationException;

/**
 * The database refused a row of the batch, which was rolled back; it is not known yet which one.
 */
@ApplicationException(rollback = true)
public class RowRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;
}
