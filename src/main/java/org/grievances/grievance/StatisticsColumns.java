package org.grievances.grievance;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.grievances.database.dialect.Tally;
import org.grievances.schema.Condition;
import org.grievances.schema.Condition.Comparison;
import org.grievances.schema.Field;

/**
 * What is counted of each group of grievances, and in which column: those that were open at first;
 * for each period those received and those resolved; those resolved within some days; and for each
 * rule and period, those that were overdue at its end by that rule.
 *
 * @param now the end of periods that have not ended
 */
record StatisticsColumns(Periods periods, List<DeadlineRule> rules, LocalDateTime now) {
  /** By which members grievances are counted. */
  static final List<Field> DIMENSIONS =
      Stream.of("grievance_Category", "grievance_Type", "grievance_Status", "grievance_Source")
          .map(Grievance.TABLE::position)
          .map(Grievance.TABLE.fields()::get)
          .toList();

  /** Within how many days grievances were resolved. */
  static final List<Integer> DAYS = List.of(1, 2, 7, 14, 30, 60, 90);

  /** The members by which groups are told apart: those that are shown, and those of the rules. */
  List<Field> groups() {
    return Stream.concat(
            DIMENSIONS.stream(),
            rules.stream().flatMap(rule -> rule.code().stream()).map(DeadlineRule.Code::member))
        .distinct()
        .toList();
  }

  /**
   * @param from the date that counts as the receipt
   */
  List<List<Condition>> counted(Field from) {
    List<List<Condition>> counted = new ArrayList<>();
    counted.add(List.of(before(from, periods.begin(0))));
    for (Field date : List.of(from, DeadlineRules.RESOLVED)) {
      for (int period = 0; period < periods.count(); period++) {
        counted.add(between(date, periods.begin(period), periods.end(period)));
      }
    }
    List<Condition> resolved =
        between(DeadlineRules.RESOLVED, periods.begin(0), periods.end(periods.count() - 1));
    for (int days : DAYS) {
      List<Condition> within = new ArrayList<>(resolved);
      within.add(new Condition.WithinDays(from, DeadlineRules.RESOLVED, days));
      counted.add(within);
    }
    for (DeadlineRule rule : rules) {
      for (int period = 0; period < periods.count(); period++) {
        LocalDateTime end = ended(period);
        counted.add(List.of(before(from, rule.receivedBefore(end)), openAt(end)));
      }
    }
    return counted;
  }

  private LocalDateTime ended(int period) {
    LocalDateTime end = periods.end(period);
    return end.isBefore(now) ? end : now;
  }

  /** That a grievance was not resolved before a time. */
  static Condition openAt(LocalDateTime time) {
    return new Condition.AnyOf(
        List.of(
            List.of(DeadlineRules.open()),
            List.of(Condition.of(DeadlineRules.RESOLVED, Comparison.FROM, time))));
  }

  static List<Condition> between(Field date, LocalDateTime from, LocalDateTime to) {
    return List.of(Condition.of(date, Comparison.FROM, from), before(date, to));
  }

  private static Condition before(Field date, LocalDateTime time) {
    return Condition.of(date, Comparison.BEFORE, time);
  }

  long openAtFirst(Tally tally) {
    return tally.counts()[0];
  }

  long received(Tally tally, int period) {
    return tally.counts()[1 + period];
  }

  long resolved(Tally tally, int period) {
    return tally.counts()[1 + periods.count() + period];
  }

  /**
   * @param position in {@link #DAYS}
   */
  long resolvedWithin(Tally tally, int position) {
    return tally.counts()[1 + 2 * periods.count() + position];
  }

  /** Those that were overdue at the end of a period, by the rule that fits the group. */
  long overdue(Tally tally, int period) {
    int rule = 0;
    while (!fits(rules.get(rule), tally)) {
      rule++;
    }
    return tally.counts()[1 + (2 + rule) * periods.count() + DAYS.size() + period];
  }

  /** The last rule fits all. */
  private static boolean fits(DeadlineRule rule, Tally tally) {
    return rule.code()
        .map(code -> code.value().equals(tally.group().get(code.member())))
        .orElse(true);
  }
}
