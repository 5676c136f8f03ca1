package org.grievances.demo;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

/**
 * The twelve months before a moment as an office lives them: more comes on a Monday than on a
 * Friday, and most when plans change in January.
 */
final class OfficeYear {
  static final ZoneId ZONE = ZoneId.of("America/New_York");

  private static final int OPENS = 8;
  private static final int CLOSES = 18;
  private static final Map<DayOfWeek, Double> WEEK =
      Map.of(
          DayOfWeek.MONDAY, 1.5,
          DayOfWeek.TUESDAY, 1.3,
          DayOfWeek.WEDNESDAY, 1.1,
          DayOfWeek.THURSDAY, 1.0,
          DayOfWeek.FRIDAY, 0.8,
          DayOfWeek.SATURDAY, 0.3,
          DayOfWeek.SUNDAY, 0.2);

  /** Months that are not in it are as all others. */
  private static final Map<Month, Double> SEASONS =
      Map.of(
          Month.JANUARY, 1.7,
          Month.FEBRUARY, 1.4,
          Month.MARCH, 1.1,
          Month.JUNE, 0.8,
          Month.JULY, 0.7,
          Month.AUGUST, 0.7,
          Month.OCTOBER, 1.1,
          Month.NOVEMBER, 1.3,
          Month.DECEMBER, 0.9);

  private final Instant now;
  private final Random random;

  /** Each day under the sum of the weights before it. */
  private final NavigableMap<Double, LocalDate> days = new TreeMap<>();

  private final double weights;

  OfficeYear(Instant now, Random random) {
    this.now = now;
    this.random = random;
    LocalDate today = LocalDate.ofInstant(now, ZONE);
    double sum = 0;
    for (LocalDate day = today.minusYears(1); !day.isAfter(today); day = day.plusDays(1)) {
      days.put(sum, day);
      sum += WEEK.get(day.getDayOfWeek()) * SEASONS.getOrDefault(day.getMonth(), 1.0);
    }
    weights = sum;
  }

  /** A moment of the year at which a grievance comes in. */
  Instant moment() {
    Instant moment;
    do {
      moment = inOfficeHours(days.floorEntry(random.nextDouble() * weights).getValue());
    } while (moment.isAfter(now));
    return moment;
  }

  /** The same hours on this day, or on the Monday after it. */
  Instant workday(Instant about) {
    LocalDate day = LocalDate.ofInstant(about, ZONE);
    while (day.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) > 0) {
      day = day.plusDays(1);
    }
    return inOfficeHours(day);
  }

  private Instant inOfficeHours(LocalDate day) {
    int second = random.nextInt((CLOSES - OPENS) * 3600);
    return day.atTime(OPENS, 0).plusSeconds(second).atZone(ZONE).toInstant();
  }
}
