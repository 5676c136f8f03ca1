package org.grievances.grievance;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAmount;
import java.util.Optional;

/**
 * How long something may take. Days are those of a time zone, all of them or business days, and the
 * limit ends with the last day; hours are counted from the moment. Who is given more time gets more
 * days of the calendar after it. A later begin never has an earlier end.
 *
 * @param within a {@link Period} of days, or a {@link Duration}
 * @param businessDays if only these count
 * @param moreDays after the time itself
 */
public record TimeLimit(
    TemporalAmount within, Optional<BusinessDays> businessDays, int moreDays, LocalDays calendar) {
  private static final LocalDateTime FIRST = LocalDateTime.of(1, 1, 1, 0, 0);

  private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);

  /** The latest deadline, which replaces later ones, since no later date can be written. */
  public static final LocalDateTime LAST = LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000);

  /** By 42 CFR 438.408(c) and the guidance on 42 CFR 422.564. */
  private static final int DAYS_OF_EXTENSION = 14;

  /**
   * The same time without more days.
   *
   * @throws IllegalArgumentException if it is neither days nor hours and minutes, or not positive
   */
  static TimeLimit of(String within, Optional<BusinessDays> businessDays, LocalDays calendar) {
    return new TimeLimit(parse(within), businessDays, 0, calendar);
  }

  private static TemporalAmount parse(String text) {
    TemporalAmount within = text.startsWith("PT") ? Duration.parse(text) : Period.parse(text);
    boolean positive =
        within instanceof Period period
            ? period.getDays() > 0 && period.toTotalMonths() == 0
            : ((Duration) within).compareTo(Duration.ZERO) > 0;
    if (!positive) {
      throw new IllegalArgumentException("not days as in P30D, or hours as in PT24H");
    }
    return within;
  }

  /** The limit of those for whom it was extended. */
  TimeLimit extended() {
    return new TimeLimit(within, businessDays, DAYS_OF_EXTENSION, calendar);
  }

  /** How long it is, with all that was added; empty if it is in days. */
  public Optional<Duration> hours() {
    return within instanceof Duration hours
        ? Optional.of(hours.plusDays(moreDays))
        : Optional.empty();
  }

  /** Whether it is in days, and not in hours. */
  boolean isInDays() {
    return within instanceof Period;
  }

  /** When it has passed for what began at the given time; both in UTC. */
  public LocalDateTime due(LocalDateTime begin) {
    LocalDateTime due =
        within instanceof Period days
            ? calendar.begin(lastDay(days, begin).plusDays(1))
            : begin.plus(within).plusDays(moreDays);
    return due.isAfter(LAST) ? LAST : due;
  }

  /** The last day of the limit for what began at the given time in UTC; empty if it is in hours. */
  public Optional<LocalDate> dueDay(LocalDateTime begin) {
    return within instanceof Period days
        ? Optional.of(lastDay(days, begin)).map(day -> day.isAfter(LAST_DAY) ? LAST_DAY : day)
        : Optional.empty();
  }

  private LocalDate lastDay(Period days, LocalDateTime begin) {
    LocalDate day = calendar.of(begin);
    return businessDays
        .map(business -> business.after(day, days.getDays()))
        .orElseGet(() -> day.plusDays(days.getDays()))
        .plusDays(moreDays);
  }

  /**
   * The time before which began what ends before another, both in UTC. The last moment of a limit
   * in days is before the moment in which the next day begins.
   */
  public LocalDateTime begunToEndBefore(LocalDateTime time) {
    return isInDays() && time.isBefore(LAST)
        ? begunBefore(time.plus(1, ChronoUnit.MICROS))
        : begunBefore(time);
  }

  /** The time before which began what is due before another, both in UTC. */
  public LocalDateTime begunBefore(LocalDateTime due) {
    LocalDateTime begin =
        within instanceof Period days
            ? calendar.begin(firstDayAfter(days, calendar.lastBegunBefore(due)))
            : due.minusDays(moreDays).minus(within);
    return begin.isBefore(FIRST) ? FIRST : begin;
  }

  /**
   * The first day whose last day is not before another day, which is the first that is too late.
   */
  private LocalDate firstDayAfter(Period days, LocalDate tooLate) {
    LocalDate end = tooLate.minusDays(moreDays);
    return businessDays
        .map(business -> business.before(end, days.getDays()))
        .orElseGet(() -> end.minusDays(days.getDays()));
  }
}
