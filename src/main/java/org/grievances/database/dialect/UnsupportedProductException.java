package org.grievances.database.dialect;

import java.sql.SQLNonTransientConnectionException;

/** A data source leads to a database product that this service is not made for. */
public class UnsupportedProductException extends SQLNonTransientConnectionException {
  private static final long serialVersionUID = 1L;

  public UnsupportedProductException(String product) {
    super("Only Apache Derby and PostgreSQL are supported, not " + product);
  }
}
