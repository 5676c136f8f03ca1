package org.grievances.reports;

import static org.grievances.http.request.RequestParameters.malformed;
import static org.grievances.http.request.RequestParameters.number;

import jakarta.ws.rs.QueryParam;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import org.grievances.grievance.LocalDays;

/** The period of a report: a year, or the days between two dates. */
public class PeriodParameters {
  private static final int MAX_DAYS = 732;
  private static final int LAST_YEAR = 9998;

  @QueryParam("from")
  private String from;

  @QueryParam("to")
  private String to;

  @QueryParam("year")
  private String year;

  /**
   * @param isOptional whether there is a period without parameters: the year up to now
   */
  ReportPeriod period(ZoneId zone, boolean isOptional) {
    LocalDays calendar = new LocalDays(zone);
    if (year != null) {
      if (from != null || to != null) {
        throw malformed("The period is named by year, or by from and to, not by both.");
      }
      int named = number("year", year, 0, LAST_YEAR);
      return new ReportPeriod(calendar, LocalDate.of(named, 1, 1), LocalDate.of(named + 1, 1, 1));
    }
    if (from == null && to == null && isOptional) {
      LocalDate end = LocalDate.now(zone).plusDays(1);
      return new ReportPeriod(calendar, end.minusYears(1), end);
    }
    if (from == null || to == null) {
      throw malformed("The report needs a period: the parameter year, or both from and to.");
    }
    return of(calendar, date("from", from), date("to", to));
  }

  private static ReportPeriod of(LocalDays calendar, LocalDate from, LocalDate to) {
    if (!from.isBefore(to) || from.plusDays(MAX_DAYS).isBefore(to)) {
      throw malformed("From from to to must be 1 to " + MAX_DAYS + " days.");
    }
    return new ReportPeriod(calendar, from, to);
  }

  private static LocalDate date(String name, String text) {
    try {
      LocalDate date = LocalDate.parse(text);
      if (date.getYear() < 2 || date.getYear() > LAST_YEAR + 1) {
        throw new DateTimeException("out of range");
      }
      return date;
    } catch (DateTimeException e) {
      throw malformed("The parameter " + name + " must be a date such as 2026-01-01.");
    }
  }
}
