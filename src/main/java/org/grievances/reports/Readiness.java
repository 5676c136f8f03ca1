package org.grievances.reports;

import static org.grievances.reports.Population.RECEIVED;
import static org.grievances.reports.Population.RESOLVED;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.grievances.grievance.CaseDetails.Extension;
import org.grievances.grievance.CaseDetails.LineOfBusiness;
import org.grievances.grievance.CaseDetails.Processing;
import org.grievances.grievance.CaseDetails.ReceivedMode;
import org.grievances.grievance.DeadlineRules;
import org.grievances.grievance.Grievance;
import org.grievances.schema.Condition;
import org.grievances.schema.Condition.Comparison;
import org.grievances.schema.Field;
import org.grievances.settings.DeadlineKind;

/** Cases that would fail an audit now, by what is wrong with them. */
final class Readiness {
  private static final Field ORAL = Grievance.STORED.field("oral_Notice");
  private static final Field WRITTEN = Grievance.STORED.field("written_Notice");
  private static final Field EXTENDED = Grievance.STORED.field("extension_Noticed");
  private static final Field MODE = Grievance.STORED.field("received_Mode");
  private static final Field PROCESSING = Grievance.STORED.field("processing");
  private static final Field EXTENSION = Grievance.STORED.field("extension");

  private Readiness() {}

  static ReportPlan plan(ReportRequest request, CodeMap map) {
    ReportPeriod period = request.period();
    Timeliness timeliness = new Timeliness(request.deadlines(), period);
    Fact counted = Fact.of(Population.IS_GRIEVANCE);
    Fact received = Population.in(period, RECEIVED);
    Fact closed = Fact.of(Condition.present(RESOLVED));
    List<Measure> numbers = new ArrayList<>();
    numbers.add(
        Measure.of(
            "no-notice",
            "Closed without a notice",
            counted,
            received,
            closed,
            Fact.of(Condition.absent(ORAL), Condition.absent(WRITTEN))));
    numbers.add(
        Measure.of("late-notice", "The first notice is late", counted, received, late(timeliness)));
    numbers.add(
        Measure.of(
            "notice-before-receipt",
            "A notice is before the receipt",
            counted,
            received,
            Fact.of(new Condition.AnyOf(List.of(beforeReceipt(ORAL), beforeReceipt(WRITTEN))))));
    numbers.add(
        Measure.of(
            "expedited-without-time",
            "Expedited, and received at no time of the day",
            counted,
            received,
            Fact.of(equal(PROCESSING, Processing.EXPEDITED), atBeginOfDay(period))));
    numbers.add(
        Measure.of(
            "no-written-answer",
            "Received in writing, and closed without a written notice",
            counted,
            received,
            closed,
            Fact.of(equal(MODE, ReceivedMode.WRITTEN), Condition.absent(WRITTEN))));
    numbers.add(
        Measure.of(
            "extension-without-notice",
            "Extended without a notice of it",
            counted,
            received,
            Fact.of(
                new Condition.AnyOf(
                    List.of(
                        List.of(equal(EXTENSION, Extension.ENROLLEE)),
                        List.of(equal(EXTENSION, Extension.PLAN)))),
                Condition.absent(EXTENDED))));
    numbers.add(
        Measure.of(
            "open-past-deadline",
            "Open after its deadline",
            counted,
            received,
            Fact.of(Grievance.OPEN, due(request))));
    addUnmapped(numbers, map, received);
    return ReportPlan.of(
        List.of(
            new Condition.AnyOf(
                List.of(
                    List.of(Condition.absent(RECEIVED)),
                    List.of(Condition.of(RECEIVED, Comparison.AT_LEAST, period.begin()))))),
        numbers,
        List.of(
            Measure.of(
                "grievance_Received",
                "Without it, nobody knows whether they are in the period, or late",
                counted,
                Population.RECEIPT_UNKNOWN)),
        List.of(
            "Grievances received in the period are counted, each in everything that is wrong.",
            Population.IS_GRIEVANCE_TEXT,
            "Late: after the deadline of the first deadline rule that matches.",
            "At no time of the day: at the first moment of a day, as a date without a time is kept.",
            "Codes are missing where the scheme has codes, for MEDICAID and INTEGRATED."));
  }

  /** Each notice that there is, is late, and there is one. */
  private static Fact late(Timeliness timeliness) {
    Condition oral = timeliness.late(ORAL);
    Condition written = timeliness.late(WRITTEN);
    return Fact.of(
        new Condition.AnyOf(
            List.of(
                List.of(oral, written),
                List.of(oral, Condition.absent(WRITTEN)),
                List.of(written, Condition.absent(ORAL)))));
  }

  private static List<Condition> beforeReceipt(Field notice) {
    return List.of(new Condition.Within(RECEIVED, notice, Duration.ZERO));
  }

  private static Condition equal(Field field, Enum<?> value) {
    return Condition.of(field, Comparison.EQUAL, value.name());
  }

  private static Condition atBeginOfDay(ReportPeriod period) {
    List<LocalDateTime> bounds = period.bounds();
    return new Condition.OneOf(
        RECEIVED, new LinkedHashSet<>(bounds.subList(0, bounds.size() - 1)), false);
  }

  private static Condition due(ReportRequest request) {
    List<List<Condition>> alternatives = new ArrayList<>();
    for (DeadlineRules.Group group : request.deadlines().groups(DeadlineKind.DECISION)) {
      List<Condition> all = new ArrayList<>(group.conditions());
      all.add(group.endsBefore(request.at()));
      alternatives.add(all);
    }
    return new Condition.AnyOf(alternatives);
  }

  private static void addUnmapped(List<Measure> numbers, CodeMap map, Fact received) {
    Fact medicaid = Population.of(LineOfBusiness.MEDICAID, LineOfBusiness.INTEGRATED);
    for (String scheme : List.of(Schemes.SERVICE, Schemes.REASON)) {
      if (map.has(scheme)) {
        numbers.add(
            Measure.of("no-code-" + scheme, "Without a code of " + scheme, medicaid, received)
                .without(scheme));
      }
    }
  }
}
