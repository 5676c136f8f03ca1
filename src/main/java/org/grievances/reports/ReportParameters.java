package org.grievances.reports;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.grievances.database.Database;
import org.grievances.grievance.DeadlineRules;
import org.grievances.http.request.RequestParameters;

/** The parameters of a report. */
public class ReportParameters extends RequestParameters {
  private static final int MAX_DIGITS = 12;

  @BeanParam private PeriodParameters period;

  @QueryParam("enrolment")
  private String enrolment;

  @QueryParam("layout")
  private String layout;

  @QueryParam("final")
  private String isFinal;

  Optional<String> layout() {
    return Optional.ofNullable(layout);
  }

  /** Whether it is refused while something is unknown. */
  boolean isFinal() {
    return flag("final", isFinal);
  }

  /**
   * @param found the layout that is named
   */
  ReportRequest request(ReportKind kind, Database database, Optional<Layout> found) {
    return new ReportRequest(
        period.period(database.zone(), kind == ReportKind.READINESS),
        LocalDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS),
        DeadlineRules.of(database),
        Optional.ofNullable(enrolment).map(ReportParameters::members),
        found);
  }

  private static BigDecimal members(String text) {
    if (text.length() <= MAX_DIGITS && text.matches("[0-9]+(\\.[0-9]+)?")) {
      BigDecimal members = new BigDecimal(text);
      if (members.signum() > 0) {
        return members;
      }
    }
    throw malformed("The parameter enrolment must be an average number of members, above 0.");
  }
}
