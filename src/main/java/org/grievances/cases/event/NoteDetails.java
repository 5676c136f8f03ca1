package org.grievances.cases.event;

import jakarta.persistence.Embeddable;
import jakarta.validation.constraints.Size;
import java.time.LocalDateTime;

/** The members of a note of the public API that other events have not. */
@Embeddable
@SuppressWarnings("unused")
class NoteDetails {
  private Boolean note_Alert;

  @Size(max = 64)
  private String note_Subject;

  @Size(max = 8)
  private String note_Type;

  @Size(max = 8)
  private String note_Priority;

  private LocalDateTime effective_Date;

  private LocalDateTime term_Date;

  private LocalDateTime note_Alert_End;
}
