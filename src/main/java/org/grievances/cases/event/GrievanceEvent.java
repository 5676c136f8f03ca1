package org.grievances.cases.event;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.grievances.grievance.Grievance;
import org.grievances.schema.BelongsTo;
import org.grievances.schema.OneOf;
import org.grievances.schema.Ruled;
import org.grievances.schema.Sort;

/**
 * Something that happened to a grievance. An event is added or struck out, and else stays as it is;
 * only a note can change. It outlives the deletion of its grievance, and is there again after a
 * restore.
 */
@Entity
@Table(name = "grievance_events")
@SequenceGenerator(name = "event_keys", sequenceName = "event_keys")
@Ruled(EventRule.class)
@SuppressWarnings("unused")
public class GrievanceEvent {
  /** The members of a new event. */
  static final org.grievances.schema.Table TABLE =
      org.grievances.schema.Table.of(GrievanceEvent.class);

  /** The members that are shown: also whether it is struck out. */
  static final org.grievances.schema.Table SHOWN = TABLE.with(StrikeOut.class);

  /** All that is stored of events. */
  static final org.grievances.schema.Table STORED = TABLE.stored();

  /** The order of what happened. */
  static final List<Sort> OLDEST_FIRST =
      List.of(new Sort(TABLE.field("at"), false), new Sort(TABLE.keyField(), false));

  /** The kinds of events. */
  enum Kind {
    NOTE,
    CALL,
    ACKNOWLEDGED("acknowledged"),
    REVIEWED,
    EXTENSION_NOTICE("extension_Noticed"),
    ORAL_NOTICE("oral_Notice"),
    WRITTEN_NOTICE("written_Notice"),
    NO_ORAL_NOTICE,
    REFERRED,
    CORRECTIVE_ACTION,
    PENDING_ELSEWHERE;

    private final String member;

    Kind() {
      this(null);
    }

    Kind(String member) {
      this.member = member;
    }

    /** The member of the grievance that says when it first happened, if there is one. */
    Optional<String> member() {
      return Optional.ofNullable(member);
    }
  }

  /** Whether the time of day is known. */
  enum Precision {
    DATE,
    TIME
  }

  @Id private Integer event_Key;

  @NotNull
  @BelongsTo(value = Grievance.class, summary = NoticeSummary.class)
  private Integer grievance_Key;

  @NotNull
  @Size(max = 18)
  @OneOf(Kind.class)
  private String kind;

  @NotNull
  @Column(name = "event_at")
  private LocalDateTime at;

  @Size(max = 4)
  @OneOf(value = Precision.class, otherwise = "TIME")
  @Column(name = "event_precision")
  private String precision;

  @Size(max = 20)
  @Column(name = "event_by")
  private String by;

  @Size(max = 4096)
  @Column(name = "event_text")
  private String text;

  private LocalDateTime entry_Date;

  @Size(max = 20)
  private String entry_User;

  private LocalDateTime update_Date;

  @Size(max = 20)
  private String update_User;

  @Embedded private StrikeOut strikeOut;

  @Embedded private NoteDetails note;
}
