package org.grievances.grievance;

import jakarta.persistence.Embeddable;
import java.time.LocalDateTime;

/**
 * When those concerned were first told something about a grievance, in UTC, as the events of its
 * case say. The service keeps them with the grievance, so that clocks and reports need not read all
 * events.
 */
@Embeddable
@SuppressWarnings("unused")
class NoticeDates {
  private LocalDateTime acknowledged;

  private LocalDateTime extension_Noticed;

  private LocalDateTime oral_Notice;

  private LocalDateTime written_Notice;
}
