package org.grievances.reports;

import static org.grievances.reports.Population.RECEIVED;

import java.util.List;
import org.grievances.grievance.CaseDetails.LineOfBusiness;
import org.grievances.schema.Condition;
import org.grievances.schema.Condition.Comparison;

/** The grievance data that Medicare Advantage organizations disclose (CMS-R-0282). */
final class Disclosure {
  private static final String GRIEVANCES = "5";

  private Disclosure() {}

  static ReportPlan plan(ReportRequest request, CodeMap map) {
    ReportPeriod period = request.period();
    Fact medicare = Population.of(LineOfBusiness.MEDICARE_C, LineOfBusiness.INTEGRATED);
    Fact received = Population.in(period, RECEIVED);
    Fact mayBeReceived =
        Fact.of(Condition.absent(RECEIVED), Population.notResolvedBefore(period.begin()));
    return ReportPlan.of(
            List.of(
                new Condition.AnyOf(
                    List.of(
                        List.of(Condition.absent(RECEIVED)),
                        List.of(Condition.of(RECEIVED, Comparison.AT_LEAST, period.begin()))))),
            List.of(Measure.of(GRIEVANCES, "Line 5: grievances received", medicare, received)),
            List.of(
                Measure.of(
                    "line_Of_Business",
                    "Without it, nobody knows whether they are of Medicare Advantage",
                    Population.LINE_UNKNOWN,
                    Fact.any(received, mayBeReceived)),
                Measure.of(
                    "grievance_Received",
                    "Without it, nobody knows in which period they were received",
                    medicare,
                    mayBeReceived)),
            List.of(
                "Grievances received in the period whose line_Of_Business is MEDICARE_C or"
                    + " INTEGRATED are counted.",
                Population.IS_GRIEVANCE_TEXT,
                "Line 6 is line 5 × 1,000 / average enrolment, rounded to two digits."))
        .with(
            new Rate("6", "Line 6: grievances per 1,000 members", GRIEVANCES, request.enrolment()));
  }
}
