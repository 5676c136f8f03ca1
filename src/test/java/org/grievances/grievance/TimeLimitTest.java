package org.grievances.grievance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests how long grievances have, over the edges of days and of daylight saving time. */
class TimeLimitTest {
  private static final LocalDateTime START = LocalDateTime.of(2026, 1, 1, 0, 0);

  /**
   * Clocks change at midnight in some, past midnight in St. John's; Apia left out a day in 2011.
   */
  private static final List<String> ZONES =
      List.of(
          "UTC",
          "America/New_York",
          "America/St_Johns",
          "America/Sao_Paulo",
          "Asia/Beirut",
          "Asia/Kolkata",
          "Australia/Lord_Howe",
          "Pacific/Apia");

  private static final int MINUTES_OF_A_YEAR = 366 * 24 * 60;

  /** Weekends, the days around leap days and the ends of years, and some days in a row. */
  private static final Set<LocalDate> HOLIDAYS =
      Stream.of("2024-01-01", "2024-02-28", "2024-02-29", "2026-07-03", "2026-07-04", "2026-12-24")
          .map(LocalDate::parse)
          .flatMap(day -> Stream.of(day, day.plusDays(1), day.plusYears(1)))
          .collect(Collectors.toSet());

  private static TimeLimit limit(String within, String zone) {
    return TimeLimit.of(within, Optional.empty(), new LocalDays(ZoneId.of(zone)));
  }

  private static TimeLimit inBusinessDays(int days, String zone) {
    return TimeLimit.of(
        "P%dD".formatted(days),
        Optional.of(new BusinessDays(HOLIDAYS)),
        new LocalDays(ZoneId.of(zone)));
  }

  /** The last day by going from day to day. */
  private static LocalDate lastDay(LocalDate from, int days, boolean business, int moreDays) {
    LocalDate day = from;
    int left = days;
    while (left > 0) {
      day = day.plusDays(1);
      boolean isWeekend =
          day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
      left -= business && (isWeekend || HOLIDAYS.contains(day)) ? 0 : 1;
    }
    for (int more = 0; more < moreDays; more++) {
      day = day.plusDays(1);
    }
    return day;
  }

  /** The day that a time is in: it goes on until the next one has begun. */
  private static LocalDate dayOf(LocalDateTime utc, ZoneId zone) {
    LocalDate day = utc.toLocalDate().minusDays(2);
    while (!utc(day.plusDays(1), zone).isAfter(utc)) {
      day = day.plusDays(1);
    }
    return day;
  }

  private static LocalDateTime utc(LocalDate day, ZoneId zone) {
    return LocalDateTime.ofInstant(day.atStartOfDay(zone).toInstant(), ZoneOffset.UTC);
  }

  @Property
  void limitInDaysEndsWithTheLastOfThem(
      @ForAll("timesOfYears") LocalDateTime received,
      @ForAll @IntRange(min = 1, max = 90) int days,
      @ForAll boolean business,
      @ForAll boolean extended) {
    for (String name : ZONES) {
      ZoneId zone = ZoneId.of(name);
      TimeLimit plain = business ? inBusinessDays(days, name) : limit("P" + days + "D", name);
      TimeLimit limit = extended ? plain.extended() : plain;
      LocalDate last = lastDay(dayOf(received, zone), days, business, extended ? 14 : 0);
      assertEquals(Optional.of(last), limit.dueDay(received), name);
      LocalDateTime due = utc(last.plusDays(1), zone);
      assertEquals(due, limit.due(received), name);
      assertBegun(limit, received, due, name);
    }
  }

  @Property
  void limitInHoursEndsSoMuchLater(
      @ForAll("timesOfYears") LocalDateTime received,
      @ForAll @IntRange(min = 1, max = 200) int hours,
      @ForAll boolean extended) {
    TimeLimit plain = limit("PT" + hours + "H", "America/New_York");
    LocalDateTime due = received;
    for (int hour = 0; hour < hours + (extended ? 14 * 24 : 0); hour++) {
      due = due.plusHours(1);
    }
    TimeLimit limit = extended ? plain.extended() : plain;
    assertEquals(due, limit.due(received));
    assertEquals(Optional.empty(), limit.dueDay(received));
    assertBegun(limit, received, due, "hours");
  }

  /** That the queue finds by the receipt what is due before a time, to the microsecond. */
  private static void assertBegun(
      TimeLimit limit, LocalDateTime received, LocalDateTime due, String zone) {
    assertFalse(received.isBefore(limit.begunBefore(due)), zone);
    assertTrue(received.isBefore(limit.begunBefore(due.plusNanos(1_000))), zone);
    LocalDateTime end = limit.isInDays() ? due.minusNanos(1_000) : due;
    assertFalse(received.isBefore(limit.begunToEndBefore(end)), zone);
    assertTrue(received.isBefore(limit.begunToEndBefore(end.plusNanos(1_000))), zone);
  }

  /** With changes of clocks, leap days, the ends of years, and the days before and after. */
  @Provide
  Arbitrary<LocalDateTime> timesOfYears() {
    Arbitrary<Integer> minutes = Arbitraries.integers().between(0, MINUTES_OF_A_YEAR);
    Arbitrary<Integer> micros = Arbitraries.of(0, 1, 59_999_999);
    return Combinators.combine(Arbitraries.integers().between(2022, 2028), minutes, micros)
        .as((year, time, part) -> START.withYear(year).plusMinutes(time).plusNanos(part * 1_000L));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-07-01T12:00, 1, 2026-07-02",
    "2026-07-02T12:00, 1, 2026-07-06",
    "2026-07-03T12:00, 1, 2026-07-06",
    "2026-07-05T12:00, 5, 2026-07-10",
    "2024-02-27T12:00, 2, 2024-03-05",
  })
  void businessDaysLeaveOutWeekendsAndHolidays(LocalDateTime received, int days, LocalDate dueDay) {
    assertEquals(Optional.of(dueDay), inBusinessDays(days, "UTC").dueDay(received));
  }

  @ParameterizedTest
  @CsvSource({
    "P30D, UTC, 2026-01-01T00:00, 2026-02-01T00:00",
    "P30D, UTC, 2026-01-01T23:59:59.999999, 2026-02-01T00:00",
    "P30D, America/New_York, 2026-01-01T04:59, 2026-01-31T05:00",
    "P30D, America/New_York, 2026-01-01T05:00, 2026-02-01T05:00",
    "P30D, America/New_York, 2026-02-20T12:00, 2026-03-23T04:00",
    "P1D, Europe/Berlin, 2026-10-24T12:00, 2026-10-25T23:00",
    "PT24H, America/New_York, 2026-03-07T12:00, 2026-03-08T12:00",
    "P30D, UTC, 9999-12-20T00:00, 9999-12-31T23:59:59.999999",
    "PT24H, UTC, 9999-12-31T12:00, 9999-12-31T23:59:59.999999",
  })
  void daysEndWithTheDayAndHoursCountFromTheReceipt(
      String within, String zone, LocalDateTime received, LocalDateTime due) {
    assertEquals(due, limit(within, zone).due(received));
  }

  @ParameterizedTest
  @CsvSource({
    "P30D, UTC, 2026-01-01T00:00, 2026-01-31",
    "P30D, America/New_York, 2026-01-01T04:59, 2026-01-30",
    "P30D, America/New_York, 2026-01-01T05:00, 2026-01-31",
    "P1D, Asia/Kolkata, 2026-10-24T18:30, 2026-10-26",
    "P30D, America/New_York, 9999-12-30T00:00, 9999-12-31",
    "P2D, America/New_York, 0001-01-01T00:00, 0001-01-02",
  })
  void dueDayIsTheLastDayThatCounts(
      String within, String zone, LocalDateTime received, LocalDate dueDay) {
    assertEquals(Optional.of(dueDay), limit(within, zone).dueDay(received));
  }

  @Test
  void ruleInHoursHasNoDueDay() {
    assertEquals(Optional.empty(), limit("PT24H", "UTC").dueDay(START));
  }

  /** Around years in which clocks changed at midnight, or a whole day was left out. */
  @Provide
  Arbitrary<LocalDateTime> timesOfMany() {
    Arbitrary<Integer> minutes = Arbitraries.integers().between(0, MINUTES_OF_A_YEAR);
    return Combinators.combine(Arbitraries.of(1999, 2006, 2011, 2018, 2026), minutes)
        .as((year, time) -> START.withYear(year).plusMinutes(time));
  }

  @Property
  void earlierReceiptMeansEarlierDeadline(
      @ForAll("timesOfMany") LocalDateTime received, @ForAll("timesOfMany") LocalDateTime time) {
    for (String zone : ZONES) {
      for (String within : new String[] {"P30D", "P1D", "PT24H", "PT36H"}) {
        TimeLimit limit = limit(within, zone);
        assertEquals(
            limit.due(received).isBefore(time),
            received.isBefore(limit.begunBefore(time)),
            within + " " + zone);
        LocalDateTime due = limit.due(received);
        assertEquals(
            due.isBefore(due.plusNanos(1_000)),
            received.isBefore(limit.begunBefore(due.plusNanos(1_000))),
            "on the edge, " + within + " " + zone);
        assertFalse(received.isBefore(limit.begunBefore(due)), "on the edge " + zone);
      }
    }
  }

  @Test
  void timeBeforeAllDatesIsTheFirst() {
    LocalDateTime first = LocalDateTime.of(1, 1, 1, 0, 0);
    assertEquals(first, limit("P30D", "UTC").begunBefore(first.plusDays(3)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"P0D", "P-1D", "P1M", "P1Y", "PT0S", "PT-1H"})
  void timeLimitIsInDaysOrHours(String within) {
    assertThrows(IllegalArgumentException.class, () -> limit(within, "UTC"));
  }
}
