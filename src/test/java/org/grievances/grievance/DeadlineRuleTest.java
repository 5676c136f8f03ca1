package org.grievances.grievance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests how long grievances have, over the edges of days and of daylight saving time. */
class DeadlineRuleTest {
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

  private static DeadlineRule rule(String within, String zone) {
    LocalDays calendar = new LocalDays(ZoneId.of(zone));
    return new DeadlineRule("standard", Optional.empty(), DeadlineRule.within(within), calendar);
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
    assertEquals(due, rule(within, zone).due(received));
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
    assertEquals(Optional.of(dueDay), rule(within, zone).dueDay(received));
  }

  @Test
  void ruleInHoursHasNoDueDay() {
    assertEquals(Optional.empty(), rule("PT24H", "UTC").dueDay(START));
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
        DeadlineRule rule = rule(within, zone);
        assertEquals(
            rule.due(received).isBefore(time),
            received.isBefore(rule.receivedBefore(time)),
            within + " " + zone);
        LocalDateTime due = rule.due(received);
        assertEquals(
            due.isBefore(due.plusNanos(1_000)),
            received.isBefore(rule.receivedBefore(due.plusNanos(1_000))),
            "on the edge, " + within + " " + zone);
        assertFalse(received.isBefore(rule.receivedBefore(due)), "on the edge " + zone);
      }
    }
  }

  @Test
  void timeBeforeAllDatesIsTheFirst() {
    LocalDateTime first = LocalDateTime.of(1, 1, 1, 0, 0);
    assertEquals(first, rule("P30D", "UTC").receivedBefore(first.plusDays(3)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"P0D", "P-1D", "P1M", "P1Y", "PT0S", "PT-1H"})
  void timeLimitIsInDaysOrHours(String within) {
    assertThrows(IllegalArgumentException.class, () -> DeadlineRule.within(within));
  }
}
