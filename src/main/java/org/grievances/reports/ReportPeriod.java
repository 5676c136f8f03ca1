package org.grievances.reports;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.grievances.grievance.LocalDays;

/**
 * The days that a report is of, in the time zone of the database.
 *
 * @param to the day after the last one
 */
record ReportPeriod(LocalDays calendar, LocalDate from, LocalDate to) {

  /** The first moment, in UTC. */
  LocalDateTime begin() {
    return calendar.begin(from);
  }

  /** The first moment after it, in UTC. */
  LocalDateTime end() {
    return calendar.begin(to);
  }

  /** The same number of days, some days earlier. */
  ReportPeriod earlier(int days) {
    return new ReportPeriod(calendar, from.minusDays(days), to.minusDays(days));
  }

  List<LocalDate> days() {
    return from.datesUntil(to).toList();
  }

  /** The beginning of each day, and the end of the last, in UTC. */
  List<LocalDateTime> bounds() {
    return Stream.concat(days().stream(), Stream.of(to)).map(calendar::begin).toList();
  }
}
