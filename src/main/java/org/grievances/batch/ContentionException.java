package org.grievances.batch;

import jakarta.ejb.ApplicationException;

/** The batch met other transactions on the same rows and was rolled back; another try may work. */
@ApplicationException(rollback = true)
public class ContentionException extends RuntimeException {
  private static final long serialVersionUID = 1L;
}
