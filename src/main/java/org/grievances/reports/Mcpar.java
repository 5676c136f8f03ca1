package org.grievances.reports;

import static org.grievances.reports.Population.RECEIVED;
import static org.grievances.reports.Population.RESOLVED;

import java.util.ArrayList;
import java.util.List;
import org.grievances.grievance.CaseDetails.LineOfBusiness;
import org.grievances.schema.Condition;
import org.grievances.schema.Condition.Comparison;

/** The grievances of the Medicaid managed care annual report (42 CFR 438.66(e)). */
final class Mcpar {
  private Mcpar() {}

  static ReportPlan plan(ReportRequest request, CodeMap map) {
    ReportPeriod period = request.period();
    Fact medicaid = Population.of(LineOfBusiness.MEDICAID, LineOfBusiness.INTEGRATED);
    Fact resolved = Population.in(period, RESOLVED);
    Fact active = Fact.of(Population.receivedBefore(period.end()), Population.openAtEnd(period));
    Fact received = Population.in(period, RECEIVED);
    Fact timely = Fact.of(new Timeliness(request.deadlines(), period).met(RESOLVED));
    Fact notBefore = Fact.of(Population.notResolvedBefore(period.begin()));
    Measure allResolved = Measure.of("10", "D1.IV.10 Grievances resolved", medicaid, resolved);

    List<Measure> numbers = new ArrayList<>();
    List<Measure> unknown = new ArrayList<>();
    numbers.add(allResolved);
    numbers.add(Measure.of("11", "D1.IV.11 Active grievances at the end", medicaid, active));
    unknown.add(
        Measure.of(
            "line_Of_Business",
            "Without it, nobody knows whether they are of Medicaid",
            Population.LINE_UNKNOWN,
            Fact.any(resolved, active, received, new Fact(both(notBefore)))));
    unknown.add(
        Measure.of(
            "grievance_Received",
            "Without it, nobody knows whether they are in 11, 12 and 14",
            medicaid,
            Population.RECEIPT_UNKNOWN,
            notBefore));
    if (map.has(Schemes.LTSS)) {
      Measure filed =
          Measure.of("12", "D1.IV.12 Grievances filed on behalf of LTSS users", medicaid, received);
      numbers.add(filed.with(Schemes.LTSS, Schemes.LTSS_CODE));
      unknown.add(
          Measure.of(Schemes.LTSS, "Those received that have no code", medicaid, received)
              .without(Schemes.LTSS));
    }
    numbers.add(
        Measure.of(
            "14",
            "D1.IV.14 Grievances for which timely resolution was provided",
            medicaid,
            resolved,
            timely));
    String related = ": resolved grievances related to ";
    Schemes.SERVICES.forEach(
        (code, text) ->
            numbers.add(
                Measure.of(code, "D1.IV." + code + related + text, medicaid, resolved)
                    .with(Schemes.SERVICE, code)));
    Schemes.REASONS.forEach(
        (code, text) ->
            numbers.add(
                Measure.of(code, "D1.IV." + code + related + text, medicaid, resolved)
                    .with(Schemes.REASON, code)));
    for (String scheme : List.of(Schemes.SERVICE, Schemes.REASON)) {
      unknown.add(
          Measure.of(scheme, "Those resolved that have no code", medicaid, resolved)
              .without(scheme));
    }
    return ReportPlan.of(where(period), numbers, unknown, rules());
  }

  private static List<Condition> both(Fact notBefore) {
    List<Condition> conditions = new ArrayList<>(notBefore.conditions());
    conditions.addAll(Population.RECEIPT_UNKNOWN.conditions());
    return conditions;
  }

  private static List<Condition> where(ReportPeriod period) {
    return List.of(
        new Condition.AnyOf(
            List.of(
                List.of(Population.notResolvedBefore(period.begin())),
                List.of(Condition.of(RECEIVED, Comparison.AT_LEAST, period.begin())))));
  }

  private static List<String> rules() {
    return List.of(
        "Grievances whose line_Of_Business is MEDICAID or INTEGRATED are counted.",
        Population.IS_GRIEVANCE_TEXT,
        "Resolved in the period: by grievance_Resolved. Active: received before its end, and not"
            + " resolved before it. Filed: by grievance_Received.",
        "Timely: resolved by the deadline of the first deadline rule that matches.",
        "A grievance counts in each service and each reason whose code it has; its own codes of a"
            + " scheme count instead of those of its values.",
        "D1.IV.13 is about critical incidents, which are not kept here.");
  }
}
