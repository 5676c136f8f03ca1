package org.grievances.grievance;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The days of a time zone. A day lasts until the next one begins, so that the order of times is
 * that of their days, even where a change of clocks repeats the end of a day after midnight.
 */
public record LocalDays(ZoneId zone) {

  /** The first moment of a day, in UTC. */
  public LocalDateTime begin(LocalDate day) {
    return day.atStartOfDay(zone).withZoneSameInstant(ZoneOffset.UTC).toLocalDateTime();
  }

  /** The day that a time in UTC is in. */
  public LocalDate of(LocalDateTime utc) {
    LocalDate day = utc.atOffset(ZoneOffset.UTC).atZoneSameInstant(zone).toLocalDate();
    LocalDate next = day.plusDays(1);
    return begin(next).isAfter(utc) ? day : next;
  }

  /** The last day that begins before a time in UTC. */
  public LocalDate lastBegunBefore(LocalDateTime utc) {
    LocalDate day = of(utc);
    while (!begin(day).isBefore(utc)) {
      day = day.minusDays(1);
    }
    return day;
  }
}
