package org.grievances.statistics;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.grievances.database.dialect.GroupCount;
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
record StatisticsGroups(Periods periods, DeadlineRules rules, LocalDateTime now) {
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
   */
  List<Condition> conditions() {
    LocalDateTime begin = periods.begin(0);
    return List.of(
        new Condition.AnyOf(
            List.of(
                List.of(Grievance.OPEN),
                List.of(Condition.of(DeadlineRules.RESOLVED, Comparison.AT_LEAST, begin)),
                List.of(Condition.of(DeadlineRules.RECEIVED, Comparison.AT_LEAST, begin)),
                List.of(
                    Condition.absent(DeadlineRules.RECEIVED),
                    Condition.of(DeadlineRules.ENTERED, Comparison.AT_LEAST, begin)))));
  }

  /**
   * By the periods of receipt, of resolution and of the deadline, by the time to resolution, and by
   * codes. Those without a date of receipt count from their entry.
   */
  List<Grouping> groupings() {
    List<Grouping> groupings = new ArrayList<>();
    groupings.add(DeadlineRules.byReceipt(begins()));
    groupings.add(Grouping.ByRange.of(DeadlineRules.RESOLVED, begins()));
    groupings.add(byDeadline());
    groupings.add(byDays());
    MEMBERS.forEach(member -> groupings.add(new Grouping.ByValue(member)));
    return groupings;
  }

  void add(GroupCount counted, StatisticsData data) {
    int received = counted.caseOf(0) % (periods.count() + 2) - 1;
    boolean hasReceipt = counted.caseOf(0) < periods.count() + 2;
    int resolved = counted.caseOf(1) - 1;
    int overdue = counted.caseOf(2) % (periods.count() + 1);
    StatisticsData.Counts group = new StatisticsData.Counts();
    for (int period = 0; period < periods.count(); period++) {
      boolean isOpen = received <= period && resolved > period;
      group.received = received == period ? counted.count() : 0;
      group.resolved = resolved == period ? counted.count() : 0;
      group.open = isOpen ? counted.count() : 0;
      group.overdue = isOpen && overdue <= period ? counted.count() : 0;
      data.period(period).add(group);
    }
    boolean isResolved = resolved >= 0 && resolved < periods.count();
    if (isResolved) {
      data.addResolved(counted.caseOf(3) % (DAYS.size() + 1), counted.count());
    }
    group.received = received >= 0 && received < periods.count() ? counted.count() : 0;
    group.resolved = isResolved ? counted.count() : 0;
    addInAll(group, hasReceipt, counted.group().subList(4, 4 + MEMBERS.size()), data);
  }

  /**
   * @param group counts of all periods, open and overdue at the end of the last
   */
  private static void addInAll(
      StatisticsData.Counts group, boolean hasReceipt, List<Object> codes, StatisticsData data) {
    if (!hasReceipt) {
      data.withoutReceipt().add(group);
    }
    for (int member = 0; member < MEMBERS.size(); member++) {
      data.code(MEMBERS.get(member), (String) codes.get(member)).add(group);
    }
  }

  private List<LocalDateTime> begins() {
    return IntStream.rangeClosed(0, periods.count()).mapToObj(periods::begin).toList();
  }

  /** By the first period at whose end the deadline has passed, or none of them. */
  private Grouping byDeadline() {
    return rules.byRange(
        limit ->
            IntStream.range(0, periods.count())
                .mapToObj(period -> limit.begunBefore(ended(period)))
                .toList());
  }

  /** By the first of {@link #DAYS} that was enough, or none; the same again without receipt. */
  private static Grouping byDays() {
    List<List<Condition>> cases = new ArrayList<>();
    for (int days : DAYS) {
      cases.add(List.of(within(DeadlineRules.RECEIVED, days)));
    }
    cases.add(List.of(Condition.present(DeadlineRules.RECEIVED)));
    for (int days : DAYS) {
      cases.add(List.of(within(DeadlineRules.ENTERED, days)));
    }
    return new Grouping.ByCase(cases);
  }

  private static Condition within(Field from, int days) {
    return new Condition.Within(from, DeadlineRules.RESOLVED, Duration.ofDays(days));
  }

  private LocalDateTime ended(int period) {
    LocalDateTime end = periods.begin(period + 1);
    return end.isBefore(now) ? end : now;
  }
}
