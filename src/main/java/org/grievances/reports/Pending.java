package org.grievances.reports;

import static org.grievances.reports.Population.RECEIVED;
import static org.grievances.reports.Population.RESOLVED;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.grievances.grievance.CaseDetails.LineOfBusiness;
import org.grievances.grievance.Grievance;
import org.grievances.schema.Condition;
import org.grievances.schema.Condition.Comparison;

/**
 * Grievances pending for more than 30 days (28 CCR 1300.68): at the beginning, which became so, and
 * at the end. They are so once 30 days after that of the receipt have passed.
 */
final class Pending {
  private static final int DAYS = 30;

  private Pending() {}

  static ReportPlan plan(ReportRequest request, CodeMap map) {
    ReportPeriod period = request.period();
    ReportPeriod receipt = period.earlier(DAYS);
    Fact atBegin =
        Fact.of(
            Population.receivedBefore(receipt.begin()),
            Population.notResolvedBefore(period.begin()));
    Fact became =
        Fact.of(
            Condition.of(RECEIVED, Comparison.AT_LEAST, receipt.begin()),
            Population.receivedBefore(receipt.end()),
            new Condition.AnyOf(
                List.of(List.of(Grievance.OPEN), List.of(resolvedAfterDays(receipt)))));
    Fact atEnd =
        Fact.of(
            Population.receivedBefore(receipt.end()), Population.notResolvedBefore(period.end()));
    Fact either = Fact.any(atBegin, became);
    List<Measure> numbers = new ArrayList<>();
    lines()
        .forEach(
            (line, isOfIt) -> {
              String of = " (" + line + ")";
              String code = "-" + line;
              numbers.add(
                  Measure.of(
                      "A" + code, "Pending over 30 days at the beginning" + of, isOfIt, atBegin));
              numbers.add(
                  Measure.of("B" + code, "Became pending over 30 days" + of, isOfIt, became));
              numbers.add(Measure.of("C" + code, "Sum of A and B" + of, isOfIt, either));
              numbers.add(
                  Measure.of("D" + code, "Pending over 30 days at the end" + of, isOfIt, atEnd));
            });
    return ReportPlan.of(
        List.of(Population.notResolvedBefore(period.begin())),
        numbers,
        List.of(
            Measure.of(
                "line_Of_Business",
                "Without it, they are in the total alone",
                Population.LINE_UNKNOWN,
                Fact.any(atBegin, became, atEnd)),
            Measure.of(
                "grievance_Received",
                "Without it, nobody knows for how long they are pending",
                Fact.of(Population.IS_GRIEVANCE),
                Population.RECEIPT_UNKNOWN)),
        List.of(
            "Pending over 30 days: 30 days after that of grievance_Received have passed, and it was"
                + " not resolved before.",
            "commercial: COMMERCIAL; medicare: MEDICARE_C, MEDICARE_D and INTEGRATED; medi-cal:"
                + " MEDICAID; total: all lines of business.",
            Population.IS_GRIEVANCE_TEXT));
  }

  private static Condition resolvedAfterDays(ReportPeriod receipt) {
    List<LocalDateTime> least =
        receipt.days().stream()
            .map(day -> receipt.calendar().begin(day.plusDays(DAYS + 1L)))
            .toList();
    return new Condition.AtLeastByRange(RESOLVED, RECEIVED, receipt.bounds(), least);
  }

  private static Map<String, Fact> lines() {
    Map<String, Fact> lines = new LinkedHashMap<>();
    lines.put("total", Fact.of(Population.IS_GRIEVANCE));
    lines.put("commercial", Population.of(LineOfBusiness.COMMERCIAL));
    lines.put(
        "medicare",
        Population.of(
            LineOfBusiness.MEDICARE_C, LineOfBusiness.MEDICARE_D, LineOfBusiness.INTEGRATED));
    lines.put("medi-cal", Population.of(LineOfBusiness.MEDICAID));
    return lines;
  }
}
