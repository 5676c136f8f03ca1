package org.grievances.database.dialect;

import java.sql.SQLNonTransientConnectionException;

/** Thrown when a database does not have the schema that its settings ask for. */
public class UnfitSchemaException extends SQLNonTransientConnectionException {
  private static final long serialVersionUID = 1L;

  public UnfitSchemaException(String why) {
    super(why);
  }
}
