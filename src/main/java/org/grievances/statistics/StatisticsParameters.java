package org.grievances.statistics;

import jakarta.ws.rs.QueryParam;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.grievances.grievance.LocalDays;
import org.grievances.http.request.RequestParameters;

/** The periods of the statistics. */
public class StatisticsParameters extends RequestParameters {
  @QueryParam("from")
  private String from;

  @QueryParam("to")
  private String to;

  @QueryParam("every")
  private String every;

  Periods periods(ZoneId zone) {
    try {
      return Periods.of(new LocalDays(zone), unit(), date("from", from), date("to", to));
    } catch (IllegalArgumentException e) {
      throw RequestParameters.malformed(
          "The parameters from, to and every make " + e.getMessage() + ".");
    }
  }

  private Periods.Unit unit() {
    return every == null
        ? Periods.Unit.MONTH
        : Stream.of(Periods.Unit.values())
            .filter(unit -> unit.name().toLowerCase(Locale.ROOT).equals(every))
            .findFirst()
            .orElseThrow(
                () ->
                    RequestParameters.malformed("The parameter every must be day, week or month."));
  }

  private static Optional<LocalDate> date(String name, String text) {
    try {
      return Optional.ofNullable(text).map(LocalDate::parse).map(StatisticsParameters::inRange);
    } catch (DateTimeException e) {
      throw RequestParameters.malformed(
          ("The parameter " + name + " must be a date from " + Periods.FIRST)
              + (" to " + Periods.LAST + ", such as 2026-01-01."));
    }
  }

  private static LocalDate inRange(LocalDate date) {
    if (date.isBefore(Periods.FIRST) || date.isAfter(Periods.LAST)) {
      throw new DateTimeException("out of range");
    }
    return date;
  }
}
