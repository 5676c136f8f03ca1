package org.grievances.cases.event;

import org.grievances.records.Form;
import org.grievances.records.RecordData;
import org.grievances.schema.AuditStamp;
import org.grievances.schema.Table;

/**
 * Turns a note of the public API into an event of a grievance that happens now.
 *
 * @param grievance the key of the grievance
 */
record NoteForm(Object grievance) implements Form {
  @Override
  public Table requestTable() {
    return NoteData.TABLE;
  }

  @Override
  public Table recordTable() {
    return GrievanceEvent.STORED;
  }

  @Override
  public Table storedTable() {
    return GrievanceEvent.STORED;
  }

  @Override
  public Object[] toRecord(Object[] note, AuditStamp stamp) {
    Object[] event = NoteData.apply(note, new Object[storedTable().fields().size()]);
    event[storedTable().position("grievance_Key")] = grievance;
    event[storedTable().position("kind")] = GrievanceEvent.Kind.NOTE.name();
    event[storedTable().position("at")] = stamp.date();
    return event;
  }

  @Override
  public RecordData shown(Object[] event) {
    return NoteData.of(event);
  }

  @Override
  public Object readKey(Object recordKey) {
    return grievance;
  }
}
