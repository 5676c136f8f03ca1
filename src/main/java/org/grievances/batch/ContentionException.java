package org.grievances.batch;

import jakarta.ejb.ApplicationException;

/**
 * The batch conflicted with other transactions on the same rows and was rolled back; a retry may
 * succeed.
 */
@ApplicationException(rollback = true)
public class ContentionException extends RuntimeException {
  private static final long serialVersionUID = 1L;
}
