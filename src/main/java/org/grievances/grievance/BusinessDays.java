package org.grievances.grievance;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Collection;
import java.util.NavigableSet;
import java.util.TreeSet;

/** The days from Monday to Friday that are no holidays. */
final class BusinessDays {
  private static final int WORKDAYS = DayOfWeek.FRIDAY.getValue();

  /** Those that are no weekend, so that they can be counted among the workdays of a week. */
  private final NavigableSet<LocalDate> holidays = new TreeSet<>();

  BusinessDays(Collection<LocalDate> holidays) {
    holidays.stream().filter(day -> workday(day) <= WORKDAYS).forEach(this.holidays::add);
  }

  private static int workday(LocalDate day) {
    return day.getDayOfWeek().getValue();
  }

  /** The last of this many business days that follow a day. */
  LocalDate after(LocalDate day, int count) {
    LocalDate last = day;
    int left = count;
    while (left > 0) {
      LocalDate next = workdaysAfter(last, left);
      left = holidays.subSet(last, false, next, true).size();
      last = next;
    }
    return last;
  }

  /** The first of this many business days that precede a day. */
  LocalDate before(LocalDate day, int count) {
    LocalDate first = day;
    int left = count;
    while (left > 0) {
      LocalDate next = workdaysBefore(first, left);
      left = holidays.subSet(next, true, first, false).size();
      first = next;
    }
    return first;
  }

  private static LocalDate workdaysAfter(LocalDate day, int count) {
    LocalDate from = day.minusDays(Math.max(0, workday(day) - WORKDAYS));
    int rest = count % WORKDAYS;
    int weekend = workday(from) + rest > WORKDAYS ? 2 : 0;
    return from.plusWeeks(count / WORKDAYS).plusDays((long) rest + weekend);
  }

  private static LocalDate workdaysBefore(LocalDate day, int count) {
    LocalDate from = workday(day) > WORKDAYS ? day.plusDays(8L - workday(day)) : day;
    int rest = count % WORKDAYS;
    int weekend = workday(from) - rest < 1 ? 2 : 0;
    return from.minusWeeks(count / WORKDAYS).minusDays((long) rest + weekend);
  }
}
