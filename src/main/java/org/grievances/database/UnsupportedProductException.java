package org.grievances.database;

import java.sql.SQLNonTransientConnectionException;

/** A data source leads to a database product that this service is not made for. */
class UnsupportedProductException extends SQLNonTransientConnectionException {
  private static final long serialVersionUID = 1L;

  UnsupportedProductException(String product) {
    super("Only Apache Derby and PostgreSQL are supported, not " + product);
  }
}
