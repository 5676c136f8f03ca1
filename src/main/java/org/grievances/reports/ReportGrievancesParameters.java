package org.grievances.reports;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.grievances.database.Database;
import org.grievances.grievance.DeadlineRules;
import org.grievances.http.query.FilteredParameters;
import org.grievances.item.FieldValue;
import org.grievances.item.InvalidValueException;

/** The parameters of a list of grievances that a report counts. */
public class ReportGrievancesParameters extends FilteredParameters {
  @BeanParam private PeriodParameters period;

  @QueryParam("number")
  private String number;

  @QueryParam("unknown")
  private String unknown;

  @QueryParam("layout")
  private String layout;

  @QueryParam("at")
  private String at;

  MeasureName name() {
    if ((number == null) == (unknown == null)) {
      throw malformed("Name what is listed: a number of the report, or an unknown fact.");
    }
    return number == null ? new MeasureName(unknown, true) : new MeasureName(number, false);
  }

  Optional<String> layout() {
    return Optional.ofNullable(layout);
  }

  ReportRequest request(ReportKind kind, Database database, Optional<Layout> found) {
    return new ReportRequest(
        period.period(database.zone(), kind == ReportKind.READINESS),
        moment(),
        DeadlineRules.of(database),
        Optional.empty(),
        found);
  }

  private LocalDateTime moment() {
    try {
      return at == null
          ? LocalDateTime.now(ZoneOffset.UTC)
          : (LocalDateTime) FieldValue.parse(DeadlineRules.RECEIVED, at, ZoneOffset.UTC);
    } catch (InvalidValueException e) {
      throw malformed("The parameter at: " + e.getMessage() + ".");
    }
  }
}
