package org.grievances.deadline;

import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import org.grievances.grievance.DeadlineRule;
import org.grievances.grievance.DeadlineRules;
import org.grievances.grievance.Grievance;
import org.grievances.json.Data;
import org.grievances.json.JsonValues;
import org.grievances.records.RecordData;
import org.grievances.schema.Field;
import org.grievances.schema.Position;
import tools.jackson.core.JsonGenerator;

/**
 * When an open grievance is due, as JSON with the grievance.
 *
 * @param countedFrom the member that says when the time began
 * @param isOverdue whether the deadline had passed when the request was handled
 */
record Deadline(
    Grievance grievance, DeadlineRule rule, Field countedFrom, LocalDateTime due, boolean isOverdue)
    implements Data {
  /** The order of the queue; the dates from which the time counts and the keys break ties. */
  static final Comparator<Deadline> ORDER =
      Comparator.comparing(Deadline::due)
          .thenComparing(deadline -> deadline.grievance().countedFrom())
          .thenComparing(deadline -> deadline.grievance().key());

  static Deadline of(DeadlineRules.Group group, Grievance grievance, LocalDateTime now) {
    DeadlineRule rule = group.rule();
    return new Deadline(
        grievance, rule, group.from(), grievance.due(rule), grievance.isOverdue(rule, now));
  }

  /** The place in the queue: the deadline, the date from which the time counts, and the key. */
  Position place() {
    return new Position(List.of(due, grievance.countedFrom(), grievance.key()));
  }

  /** The fields whose types are those of the values of a place. */
  static List<Field> placeFields() {
    Field time = DeadlineRules.RECEIVED;
    return List.of(time, time, Grievance.TABLE.keyField());
  }

  @Override
  public void write(JsonGenerator json) {
    json.writeStartObject();
    JsonValues.write(json, "due", due);
    JsonValues.write(json, "dueDay", rule.dueDay(grievance.countedFrom()));
    json.writeStringProperty("rule", rule.name())
        .writeStringProperty("countedFrom", countedFrom.name())
        .writeBooleanProperty("overdue", isOverdue);
    JsonValues.write(json, "grievance", RecordData.of(Grievance.TABLE, grievance));
    json.writeEndObject();
  }
}
