package org.grievances.records;

import org.grievances.schema.AuditStamp;
import org.grievances.schema.Table;

/** An alternative representation from which a new record is created; it contains no key. */
public interface Form {

  /** The members of the form. */
  Table form();

  /** The record that is created from the form. */
  Table record();

  /** The record with the form's additional fields after its own. */
  Table stored();

  /**
   * The values to store, except for the key.
   *
   * @param form the values of the form
   * @throws org.grievances.failure.FailureException {@code INVALID_REQUEST} if the form is
   *     incomplete
   */
  Object[] fill(Object[] form, AuditStamp stamp);
}
