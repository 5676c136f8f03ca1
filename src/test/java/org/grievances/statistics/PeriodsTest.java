package org.grievances.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import org.grievances.grievance.LocalDays;
import org.grievances.statistics.Periods.Unit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that periods are within the years that databases hold, in every time zone. */
class PeriodsTest {
  private static final String EARLIEST_ZONE = "Pacific/Kiritimati";
  private static final String LATEST_ZONE = "Etc/GMT+12";

  @ParameterizedTest
  @EnumSource(Unit.class)
  void periodsThatBeginBeforeYearOneAreRefused(Unit unit) {
    Optional<LocalDate> to = Optional.of(LocalDate.of(1, 1, 2));
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Periods.of(new LocalDays(ZoneId.of("UTC")), unit, Optional.empty(), to));
    assertTrue(e.getMessage().contains("0001-01-02"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {EARLIEST_ZONE, LATEST_ZONE, "UTC"})
  void firstAndLastDateBeginInYearsThatDatabasesHold(String zone) {
    Periods first =
        Periods.of(
            new LocalDays(ZoneId.of(zone)),
            Unit.DAY,
            Optional.of(Periods.FIRST),
            Optional.of(Periods.FIRST.plusDays(1)));
    Periods last =
        Periods.of(
            new LocalDays(ZoneId.of(zone)),
            Unit.DAY,
            Optional.of(Periods.LAST.minusDays(1)),
            Optional.of(Periods.LAST));
    assertTrue(first.begin(0).isAfter(LocalDateTime.of(1, 1, 1, 0, 0)));
    assertTrue(last.begin(1).isBefore(LocalDateTime.of(9999, 12, 31, 23, 59)));
  }

  @Test
  void lastPeriodMayBeShorter() {
    Periods periods =
        Periods.of(
            new LocalDays(ZoneId.of("UTC")),
            Unit.MONTH,
            Optional.of(LocalDate.of(2026, 1, 1)),
            Optional.of(LocalDate.of(2026, 2, 10)));
    assertEquals(2, periods.count());
    assertEquals(LocalDateTime.of(2026, 2, 10, 0, 0), periods.begin(2));
  }
}
