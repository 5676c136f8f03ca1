package org.grievances.records;

import org.grievances.schema.AuditStamp;
import org.grievances.schema.Table;

/** Another way to write a new record down than as the record itself; it names no key. */
public interface Form {

  /** The members of the form. */
  Table form();

  /** The record that is made of it. */
  Table record();

  /** The same, with what the form says beside, after the fields of the record. */
  Table stored();

  /**
   * The values that are stored, but for the key.
   *
   * @param form the values of the form
   * @throws org.grievances.http.FailureException {@code INVALID_REQUEST} when too little is said
   */
  Object[] fill(Object[] form, AuditStamp stamp);
}
