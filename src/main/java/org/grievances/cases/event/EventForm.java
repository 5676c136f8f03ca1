package org.grievances.cases.event;

import org.grievances.records.Form;
import org.grievances.schema.AuditStamp;
import org.grievances.schema.Table;

/**
 * Turns what was sent of an event into an event of a grievance.
 *
 * @param grievance the key of the grievance
 */
record EventForm(Object grievance) implements Form {
  @Override
  public Table requestTable() {
    return EventRequest.TABLE;
  }

  @Override
  public Table recordTable() {
    return GrievanceEvent.SHOWN;
  }

  @Override
  public Table storedTable() {
    return GrievanceEvent.STORED;
  }

  @Override
  public Object[] toRecord(Object[] sent, AuditStamp stamp) {
    Object[] event = new Object[storedTable().fields().size()];
    for (int position = 0; position < sent.length; position++) {
      event[storedTable().position(requestTable().fields().get(position).name())] = sent[position];
    }
    event[storedTable().position("grievance_Key")] = grievance;
    return event;
  }

  @Override
  public Object readKey(Object recordKey) {
    return grievance;
  }
}
