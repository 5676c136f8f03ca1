package org.grievances.cases.event;

import jakarta.persistence.Embeddable;
import jakarta.validation.constraints.Size;
import java.time.LocalDateTime;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;
import org.grievances.schema.AuditStamp;
import org.grievances.schema.Field;
import org.grievances.schema.Table;
import org.grievances.schema.Truncation;

/** When, by whom and why an event was struck out; without values if it was not. */
@Embeddable
@SuppressWarnings("unused")
class StrikeOut {
  private static final Table EVENTS = GrievanceEvent.STORED;
  private static final Field BY = EVENTS.field("struck_By");
  private static final Field REASON = EVENTS.field("struck_Reason");

  private LocalDateTime struck_Out;

  @Size(max = 20)
  private String struck_By;

  @Size(min = 1, max = 256)
  private String struck_Reason;

  /**
   * Checks a reason.
   *
   * @throws FailureException {@code MALFORMED_REQUEST} unless it has 1 to 256 characters
   */
  static String reason(String reason) {
    if (reason == null || reason.isBlank() || reason.length() > REASON.maxLength()) {
      throw new FailureException(
          ProblemType.MALFORMED_REQUEST,
          "The parameter reason must say in 1 to 256 characters why the event is struck out.");
    }
    return reason.strip();
  }

  /**
   * Strikes an event out.
   *
   * @throws FailureException {@code CONFLICT} if it is struck out already
   */
  static Object[] strikeOut(Object[] event, String reason, AuditStamp stamp) {
    int struckOut = EVENTS.position("struck_Out");
    if (event[struckOut] != null) {
      throw new FailureException(ProblemType.CONFLICT, "The event is struck out already.");
    }
    event[struckOut] = stamp.date();
    event[EVENTS.position(BY.name())] = Truncation.of(stamp.author().user(), BY.maxLength());
    event[EVENTS.position(REASON.name())] = reason;
    return event;
  }
}
