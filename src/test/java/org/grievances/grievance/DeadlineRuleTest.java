package org.grievances.grievance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
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
  private static final int MINUTES_OF_A_YEAR = 366 * 24 * 60;

  private static DeadlineRule rule(String within, String zone) {
    return new DeadlineRule(
        "standard", Optional.empty(), DeadlineRule.within(within), ZoneId.of(zone));
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
  void aDayCountsToItsEndAndAnHourFromTheMoment(
      String within, String zone, LocalDateTime received, LocalDateTime due) {
    assertEquals(due, rule(within, zone).due(received));
  }

  @Provide
  Arbitrary<LocalDateTime> times() {
    return Arbitraries.integers().between(0, MINUTES_OF_A_YEAR).map(START::plusMinutes);
  }

  @Property
  void whatIsReceivedBeforeATimeIsDueBeforeIt(
      @ForAll("times") LocalDateTime received, @ForAll("times") LocalDateTime time) {
    for (String zone : new String[] {"UTC", "America/New_York", "Pacific/Apia"}) {
      for (String within : new String[] {"P30D", "P1D", "PT24H", "PT36H"}) {
        DeadlineRule rule = rule(within, zone);
        assertEquals(
            rule.due(received).isBefore(time),
            received.isBefore(rule.receivedBefore(time)),
            within + " " + zone);
      }
    }
  }

  @Test
  void aTimeBeforeAllDatesIsTheFirst() {
    LocalDateTime first = LocalDateTime.of(1, 1, 1, 0, 0);
    assertEquals(first, rule("P30D", "UTC").receivedBefore(first.plusDays(3)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"P0D", "P-1D", "P1M", "P1Y", "PT0S", "PT-1H"})
  void aTimeIsSomeDaysOrHours(String within) {
    assertThrows(IllegalArgumentException.class, () -> DeadlineRule.within(within));
  }
}
