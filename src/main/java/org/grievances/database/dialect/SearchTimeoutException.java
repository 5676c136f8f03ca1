package org.grievances.database.dialect;

import java.sql.SQLTimeoutException;

/** The service read rows for too long, to check each for what the product has no index for. */
public final class SearchTimeoutException extends SQLTimeoutException {
  private static final long serialVersionUID = 1;

  SearchTimeoutException(SQLTimeoutException cause) {
    super(cause.getMessage(), cause);
  }
}
