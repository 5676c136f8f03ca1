package org.grievances.database.dialect;

import java.sql.SQLNonTransientConnectionException;

/** Thrown when a data source's database product is not supported by this service. */
public class UnsupportedProductException extends SQLNonTransientConnectionException {
  private static final long serialVersionUID = 1L;

  public UnsupportedProductException(String product) {
    super("Only Apache Derby and PostgreSQL are supported, not " + product);
  }
}
