package org.grievances.cases.event;

import jakarta.persistence.Column;
import jakarta.persistence.Table;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDateTime;
import org.grievances.schema.OneOf;
import org.grievances.schema.Ruled;

/** A new event of the grievance that the path names, as it is sent. */
@Table(name = "grievance_events")
@Ruled(EventRule.class)
@SuppressWarnings("unused")
class EventRequest {
  static final org.grievances.schema.Table TABLE =
      org.grievances.schema.Table.of(EventRequest.class);

  @NotNull
  @Size(max = 18)
  @OneOf(GrievanceEvent.Kind.class)
  private String kind;

  @NotNull
  @Column(name = "event_at")
  private LocalDateTime at;

  @Size(max = 4)
  @OneOf(GrievanceEvent.Precision.class)
  @Column(name = "event_precision")
  private String precision;

  @Size(max = 20)
  @Column(name = "event_by")
  private String by;

  @Size(max = 4096)
  @Column(name = "event_text")
  private String text;
}
