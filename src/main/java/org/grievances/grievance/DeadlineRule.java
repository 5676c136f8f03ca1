package org.grievances.grievance;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAmount;
import java.util.Optional;
import org.grievances.json.Data;
import org.grievances.json.JsonValues;
import org.grievances.schema.Condition;
import org.grievances.schema.Condition.Comparison;
import org.grievances.schema.Field;
import tools.jackson.core.JsonGenerator;

/**
 * The time limit for resolving a grievance. Days are calendar days in a time zone, and the limit
 * ends with the last day; hours are counted from the time of receipt.
 *
 * @param code that a grievance must have for the rule to match; if empty, the rule matches all
 * @param within a {@link Period} of days, or a {@link Duration}
 */
public record DeadlineRule(
    String name, Optional<Code> code, TemporalAmount within, LocalDays calendar) implements Data {
  private static final LocalDateTime FIRST = LocalDateTime.of(1, 1, 1, 0, 0);

  private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);

  /** The latest deadline, which replaces later ones, since no later date can be written. */
  public static final LocalDateTime LAST = LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000);

  /** A member with a value that it must have. */
  public record Code(Field member, String value) {

    public Condition matches() {
      return Condition.of(member, Comparison.EQUAL, value);
    }

    Condition doesNotMatch() {
      return Condition.of(member, Comparison.NOT_EQUAL, value);
    }
  }

  /**
   * @throws IllegalArgumentException if the time is neither days nor hours and minutes, or not
   *     positive
   */
  static TemporalAmount within(String text) {
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

  /** The deadline of a grievance received at the given time; both in UTC. */
  public LocalDateTime due(LocalDateTime received) {
    LocalDateTime due =
        within instanceof Period days
            ? calendar.begin(lastDay(days, received).plusDays(1))
            : received.plus(within);
    return due.isAfter(LAST) ? LAST : due;
  }

  /** The last day of the time limit; empty if the limit is in hours. */
  public Optional<LocalDate> dueDay(LocalDateTime received) {
    return within instanceof Period days
        ? Optional.of(lastDay(days, received)).map(day -> day.isAfter(LAST_DAY) ? LAST_DAY : day)
        : Optional.empty();
  }

  private LocalDate lastDay(Period days, LocalDateTime received) {
    return calendar.of(received).plusDays(days.getDays());
  }

  /**
   * The time before which grievances were received whose deadlines end before another, both in UTC.
   * The last moment of a deadline in days is before the moment in which the next day begins.
   */
  LocalDateTime receivedToEndBefore(LocalDateTime time) {
    return within instanceof Period && time.isBefore(LAST)
        ? receivedBefore(time.plus(1, ChronoUnit.MICROS))
        : receivedBefore(time);
  }

  /** The time before which grievances were received whose deadlines are before another, in UTC. */
  public LocalDateTime receivedBefore(LocalDateTime due) {
    LocalDateTime received =
        within instanceof Period days
            ? calendar.begin(calendar.lastBegunBefore(due).minusDays(days.getDays()))
            : due.minus(within);
    return received.isBefore(FIRST) ? FIRST : received;
  }

  @Override
  public void write(JsonGenerator json) {
    json.writeStartObject().writeStringProperty("name", name);
    JsonValues.write(json, "member", code.map(each -> each.member().name()));
    JsonValues.write(json, "code", code.map(Code::value));
    json.writeStringProperty("within", within.toString()).writeEndObject();
  }
}
