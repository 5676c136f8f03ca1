package org.grievances.statistics;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.grievances.database.dialect.GroupCount;
import org.grievances.grievance.DeadlineRule;
import org.grievances.grievance.DeadlineRules;
import org.grievances.grievance.Grievance;
import org.grievances.schema.Condition;
import org.grievances.schema.Condition.Comparison;
import org.grievances.schema.Field;
import org.grievances.schema.Grouping;

/**
 * Groups grievances to be counted, and adds the groups to the statistics.
 *
 * @param now the end of the period that has not ended
 */
record StatisticsGroups(Periods periods, List<DeadlineRule> rules, LocalDateTime now) {
  /** The members by whose codes grievances are counted. */
  static final List<Field> MEMBERS =
      Stream.of("grievance_Category", "grievance_Type", "grievance_Status", "grievance_Source")
          .map(Grievance.TABLE::position)
          .map(Grievance.TABLE.fields()::get)
          .toList();

  /** The numbers of days within which grievances are resolved. */
  static final List<Integer> DAYS = List.of(1, 2, 7, 14, 30, 60, 90);

  /**
   * Those that were open at the beginning or later, or received then: some have a date of
   * resolution before that of their receipt.
   *
   * @param from the date that counts as the receipt
   */
  List<Condition> conditions(Field from) {
    Condition counted =
        new Condition.AnyOf(
            List.of(
                List.of(Grievance.OPEN),
                List.of(
                    Condition.of(DeadlineRules.RESOLVED, Comparison.AT_LEAST, periods.begin(0))),
                List.of(Condition.of(from, Comparison.AT_LEAST, periods.begin(0)))));
    return from == DeadlineRules.RECEIVED
        ? List.of(Condition.present(from), counted)
        : List.of(Condition.absent(DeadlineRules.RECEIVED), counted);
  }

  /** By the periods of receipt, of resolution and of the deadline, and by the time between. */
  List<Grouping> byTime(Field from) {
    return List.of(
        byPeriod(from), byPeriod(DeadlineRules.RESOLVED), byDeadline(from, 0), byDays(from));
  }

  void addByTime(GroupCount counted, StatisticsData data) {
    int received = counted.caseOf(0) - 1;
    int resolved = counted.caseOf(1) - 1;
    int overdue = counted.caseOf(2) % (periods.count() + 1);
    for (int period = 0; period < periods.count(); period++) {
      StatisticsData.Counts counts = data.period(period);
      boolean isOpen = received <= period && resolved > period;
      counts.received += received == period ? counted.count() : 0;
      counts.resolved += resolved == period ? counted.count() : 0;
      counts.open += isOpen ? counted.count() : 0;
      counts.overdue += isOpen && overdue <= period ? counted.count() : 0;
    }
    if (resolved >= 0 && resolved < periods.count()) {
      data.addResolved(counted.caseOf(3), counted.count());
    }
  }

  /** By codes, by whether they were received and resolved in all periods, and are overdue. */
  List<Grouping> byCode(Field from) {
    List<Grouping> groupings = new ArrayList<>();
    groupings.add(inAll(from));
    groupings.add(inAll(DeadlineRules.RESOLVED));
    groupings.add(byDeadline(from, periods.count() - 1));
    MEMBERS.forEach(member -> groupings.add(new Grouping.ByValue(member)));
    return groupings;
  }

  /**
   * @param from the date that counted as the receipt
   */
  void addByCode(GroupCount counted, Field from, StatisticsData data) {
    StatisticsData.Counts group = new StatisticsData.Counts();
    boolean isOpen = counted.caseOf(0) <= 1 && counted.caseOf(1) > 1;
    group.received = counted.caseOf(0) == 1 ? counted.count() : 0;
    group.resolved = counted.caseOf(1) == 1 ? counted.count() : 0;
    group.open = isOpen ? counted.count() : 0;
    group.overdue = isOpen && counted.caseOf(2) % 2 == 0 ? counted.count() : 0;
    if (from != DeadlineRules.RECEIVED) {
      data.withoutReceipt().add(group);
    }
    for (int member = 0; member < MEMBERS.size(); member++) {
      data.code(MEMBERS.get(member), (String) counted.group().get(3 + member)).add(group);
    }
  }

  /** Before the first period, in one of them, or after the last; or there is no date. */
  private Grouping byPeriod(Field date) {
    return Grouping.ByRange.of(
        date, IntStream.rangeClosed(0, periods.count()).mapToObj(periods::begin).toList());
  }

  /** As {@link #byPeriod}, with all periods as one. */
  private Grouping inAll(Field date) {
    return Grouping.ByRange.of(date, List.of(periods.begin(0), periods.begin(periods.count())));
  }

  /**
   * By the first period at whose end the deadline has passed, or none of them, by the first rule
   * that matches.
   *
   * @param first the first period to consider
   */
  private Grouping byDeadline(Field from, int first) {
    return new Grouping.ByRange(rules.stream().map(rule -> branch(rule, from, first)).toList());
  }

  private Grouping.Branch branch(DeadlineRule rule, Field from, int first) {
    return new Grouping.Branch(
        rule.code().map(DeadlineRule.Code::matches).stream().toList(),
        from,
        IntStream.range(first, periods.count())
            .mapToObj(period -> rule.receivedBefore(ended(period)))
            .toList());
  }

  private Grouping byDays(Field from) {
    return new Grouping.ByCase(
        DAYS.stream()
            .map(
                days ->
                    List.<Condition>of(
                        new Condition.WithinDays(from, DeadlineRules.RESOLVED, days)))
            .toList());
  }

  private LocalDateTime ended(int period) {
    LocalDateTime end = periods.begin(period + 1);
    return end.isBefore(now) ? end : now;
  }
}
