package org.grievances.statistics;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.grievances.grievance.LocalDays;

/**
 * Periods that follow each other, each from the beginning of a date in a time zone to that of the
 * next one.
 *
 * @param dates one more than there are periods
 */
record Periods(LocalDays calendar, Unit unit, List<LocalDate> dates) {
  static final int MAX_COUNT = 62;

  /** The first and the last date that begins in every time zone in a year that databases hold. */
  static final LocalDate FIRST = LocalDate.of(1, 1, 2);

  static final LocalDate LAST = LocalDate.of(9999, 12, 30);

  /** The length of a period. */
  enum Unit {
    DAY(30),
    WEEK(12),
    MONTH(12);

    private final int defaultCount;

    Unit(int defaultCount) {
      this.defaultCount = defaultCount;
    }

    private LocalDate plus(LocalDate date, int units) {
      return switch (this) {
        case DAY -> date.plusDays(units);
        case WEEK -> date.plusWeeks(units);
        case MONTH -> date.plusMonths(units);
      };
    }

    /** The end of the period that a date is in. */
    private LocalDate end(LocalDate date) {
      return switch (this) {
        case DAY -> date.plusDays(1);
        case WEEK -> date.with(TemporalAdjusters.next(DayOfWeek.MONDAY));
        case MONTH -> date.with(TemporalAdjusters.firstDayOfNextMonth());
      };
    }
  }

  /**
   * @param from the beginning of the first; if it is empty, there are as many as the default of the
   *     unit
   * @param to the end of the last, which may be shorter than the others; if it is empty, that of
   *     the present one
   * @throws IllegalArgumentException if there are none, too many, or some before {@link #FIRST}
   */
  static Periods of(
      LocalDays calendar, Unit unit, Optional<LocalDate> from, Optional<LocalDate> to) {
    LocalDate end = to.orElseGet(() -> unit.end(LocalDate.now(calendar.zone())));
    LocalDate start = from.orElseGet(() -> unit.plus(end, -unit.defaultCount));
    if (start.isBefore(FIRST)) {
      throw new IllegalArgumentException("a period that begins before " + FIRST);
    }
    List<LocalDate> dates = new ArrayList<>();
    for (LocalDate date = start; date.isBefore(end); date = unit.plus(start, dates.size())) {
      dates.add(date);
      if (dates.size() > MAX_COUNT) {
        throw new IllegalArgumentException("more than " + MAX_COUNT + " periods");
      }
    }
    if (dates.isEmpty()) {
      throw new IllegalArgumentException("no period");
    }
    dates.add(end);
    return new Periods(calendar, unit, List.copyOf(dates));
  }

  int count() {
    return dates.size() - 1;
  }

  /** When a period begins, or the last one ends, in UTC. */
  LocalDateTime begin(int period) {
    return calendar.begin(dates.get(period));
  }
}
