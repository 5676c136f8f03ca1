package org.grievances.database.dialect;

import java.sql.SQLNonTransientConnectionException;

/**
 * Thrown when a database can be reached but must not be used: its schema, its name or its settings
 * do not fit. The message is for the operator.
 */
public class UnusableDatabaseException extends SQLNonTransientConnectionException {
  private static final long serialVersionUID = 1L;

  public UnusableDatabaseException(String why) {
    super(why);
  }
}
