package org.grievances.records;

import org.grievances.schema.AuditStamp;
import org.grievances.schema.Table;

/** An alternative representation from which a new record is created; it contains no key. */
public interface Form {

  /** The members of the form. */
  Table requestTable();

  /** The record that is created from the form. */
  Table recordTable();

  /** The record with the form's additional fields after its own. */
  Table storedTable();

  /**
   * The values to store, except for the key.
   *
   * @param form the values of the form
   * @throws org.grievances.failure.FailureException {@code INVALID_REQUEST} if the form is
   *     incomplete
   */
  Object[] toRecord(Object[] form, AuditStamp stamp);
}
