package org.grievances.grievance;

import jakarta.json.stream.JsonGenerator;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import org.grievances.item.Data;
import org.grievances.records.RecordData;
import org.grievances.schema.Field;
import org.grievances.schema.Position;

/**
 * When an open grievance is due, as JSON with the grievance.
 *
 * @param countedFrom the member that says when the time began
 * @param from when it began
 * @param isOverdue whether the deadline had passed when the request was handled
 */
record Deadline(
    DeadlineRule rule,
    Field countedFrom,
    LocalDateTime from,
    LocalDateTime due,
    boolean isOverdue,
    Object[] grievance)
    implements Data {
  /** The order of the queue; the dates from which the time counts and the keys break ties. */
  static final Comparator<Deadline> ORDER =
      Comparator.comparing(Deadline::due)
          .thenComparing(Deadline::from)
          .thenComparing(deadline -> (Integer) Grievance.TABLE.key(deadline.grievance()));

  static Deadline of(DeadlineRules.Group group, Object[] grievance, LocalDateTime now) {
    LocalDateTime from = (LocalDateTime) grievance[Grievance.TABLE.position(group.from().name())];
    LocalDateTime due = group.rule().due(from);
    return new Deadline(group.rule(), group.from(), from, due, !due.isAfter(now), grievance);
  }

  /** The place in the queue: the deadline, the date from which the time counts, and the key. */
  Position place() {
    return new Position(List.of(due, from, Grievance.TABLE.key(grievance)));
  }

  /** The fields whose types are those of the values of a place. */
  static List<Field> placeFields() {
    Field time = DeadlineRules.RECEIVED;
    return List.of(time, time, Grievance.TABLE.keyField());
  }

  @Override
  public void write(JsonGenerator json) {
    json.writeStartObject().write("due", RecordData.utc(due));
    rule.dueDay(from)
        .ifPresentOrElse(
            day -> json.write("dueDay", day.toString()), () -> json.writeNull("dueDay"));
    json.write("rule", rule.name())
        .write("countedFrom", countedFrom.name())
        .write("overdue", isOverdue)
        .writeKey("grievance");
    new RecordData(Grievance.TABLE, grievance).write(json);
    json.writeEnd();
  }
}
