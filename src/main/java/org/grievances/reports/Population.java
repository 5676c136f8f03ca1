package org.grievances.reports;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import org.grievances.grievance.CaseDetails.LineOfBusiness;
import org.grievances.grievance.CaseDetails.Outcome;
import org.grievances.grievance.DeadlineRules;
import org.grievances.grievance.Grievance;
import org.grievances.schema.Condition;
import org.grievances.schema.Condition.Comparison;
import org.grievances.schema.Field;

/** Facts that several reports share. */
final class Population {
  static final Field RECEIVED = DeadlineRules.RECEIVED;
  static final Field RESOLVED = DeadlineRules.RESOLVED;
  static final Field LINE = Grievance.STORED.field("line_Of_Business");
  static final Field OUTCOME = Grievance.STORED.field("outcome");

  /** Leaves out those that turned out to be none. */
  static final Condition IS_GRIEVANCE =
      Condition.noneOf(OUTCOME, Set.of(Outcome.NOT_GRIEVANCE.name()));

  static final String IS_GRIEVANCE_TEXT =
      "Grievances with the outcome NOT_GRIEVANCE are not counted; those without an outcome are.";

  static final Fact LINE_UNKNOWN = Fact.of(IS_GRIEVANCE, Condition.absent(LINE));
  static final Fact RECEIPT_UNKNOWN = Fact.of(Condition.absent(RECEIVED));

  private Population() {}

  /** Grievances of some lines of business. */
  static Fact of(LineOfBusiness... lines) {
    return Fact.of(
        IS_GRIEVANCE,
        new Condition.AnyOf(
            List.of(lines).stream()
                .map(line -> List.of(Condition.of(LINE, Comparison.EQUAL, line.name())))
                .toList()));
  }

  /** A date-time is in the period. */
  static Fact in(ReportPeriod period, Field field) {
    return Fact.of(
        Condition.of(field, Comparison.AT_LEAST, period.begin()),
        Condition.of(field, Comparison.LESS, period.end()));
  }

  /** Not resolved before the end of the period. */
  static Condition openAtEnd(ReportPeriod period) {
    return notResolvedBefore(period.end());
  }

  static Condition notResolvedBefore(LocalDateTime time) {
    return new Condition.AnyOf(
        List.of(
            List.of(Grievance.OPEN), List.of(Condition.of(RESOLVED, Comparison.AT_LEAST, time))));
  }

  static Condition receivedBefore(LocalDateTime time) {
    return Condition.of(RECEIVED, Comparison.LESS, time);
  }
}
