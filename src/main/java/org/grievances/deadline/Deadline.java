package org.grievances.deadline;

import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import org.grievances.grievance.DeadlineRules;
import org.grievances.grievance.Grievance;
import org.grievances.json.Data;
import org.grievances.json.JsonValues;
import org.grievances.records.RecordData;
import org.grievances.schema.Field;
import org.grievances.schema.Position;
import org.grievances.settings.DeadlineKind;
import tools.jackson.core.JsonGenerator;

/**
 * When something that is still to be done is due, as JSON with the grievance.
 *
 * @param group of the grievance, by which it has the deadline
 * @param isOverdue whether the deadline had passed when the request was handled
 */
record Deadline(
    Grievance grievance, DeadlineRules.Group group, LocalDateTime due, boolean isOverdue)
    implements Data {
  /** The order of the queue; kinds, dates from which the time counts, and keys break ties. */
  static final Comparator<Deadline> ORDER =
      Comparator.comparing(Deadline::due)
          .thenComparing(Deadline::kind)
          .thenComparing(deadline -> deadline.grievance().countedFrom())
          .thenComparing(deadline -> deadline.grievance().key());

  static Deadline of(DeadlineRules.Group group, Grievance grievance, LocalDateTime now) {
    LocalDateTime due = group.limit().due(grievance.countedFrom());
    return new Deadline(grievance, group, due, !due.isAfter(now));
  }

  private DeadlineKind kind() {
    return group.rule().kind();
  }

  /**
   * The place in the queue: the deadline, the number of its kind, the date from which the time
   * counts, and the key.
   */
  Position place() {
    return new Position(List.of(due, kind().ordinal(), grievance.countedFrom(), grievance.key()));
  }

  /** The fields whose types are those of the values of a place. */
  static List<Field> placeFields() {
    Field time = DeadlineRules.RECEIVED;
    Field number = Grievance.TABLE.keyField();
    return List.of(time, number, time, number);
  }

  @Override
  public void write(JsonGenerator json) {
    json.writeStartObject();
    JsonValues.write(json, "kind", kind());
    JsonValues.write(json, "due", due);
    JsonValues.write(json, "dueDay", group.limit().dueDay(grievance.countedFrom()));
    json.writeStringProperty("rule", group.rule().name())
        .writeBooleanProperty("extended", group.isExtended())
        .writeStringProperty("countedFrom", group.from().name())
        .writeBooleanProperty("overdue", isOverdue);
    JsonValues.write(json, "grievance", RecordData.of(Grievance.TABLE, grievance));
    json.writeEndObject();
  }
}
