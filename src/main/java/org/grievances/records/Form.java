package org.grievances.records;

import org.grievances.schema.AuditStamp;
import org.grievances.schema.Table;

/** An alternative representation from which a new record is created; it contains no key. */
public interface Form {

  /** The table of a request's members. */
  Table requestTable();

  /** The table of the created record. */
  Table recordTable();

  /** The table of the stored record: its fields, followed by those that only the form has. */
  Table storedTable();

  /**
   * Converts the form to the values to store, except for the key.
   *
   * @param form the values of the form
   * @throws org.grievances.failure.FailureException {@code MALFORMED_REQUEST} if the form is
   *     incomplete
   */
  Object[] toRecord(Object[] form, AuditStamp stamp);

  /**
   * The key of the record that a caller has read who sees the created one: another one if it
   * belongs to that.
   */
  default Object readKey(Object recordKey) {
    return recordKey;
  }

  /** The created record as it is shown. */
  default RecordData shown(Object[] stored) {
    return RecordData.of(recordTable(), stored);
  }
}
