package org.grievances.reports;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.grievances.grievance.DeadlineRules;
import org.grievances.grievance.TimeLimit;
import org.grievances.schema.Condition;
import org.grievances.schema.Field;

/**
 * Whether something happened to grievances by their deadlines, as conditions that every database
 * checks in the same way: the bounds of each day are worked out here, by the rules themselves. A
 * grievance without a date of receipt is neither in time nor late.
 */
record Timeliness(DeadlineRules rules, ReportPeriod period) {

  /** The condition that a date-time, which is in the period, is no later than the deadline. */
  Condition met(Field end) {
    return byRule(
        (limit, time) ->
            time == null
                ? new Condition.AtLeastByRange(
                    DeadlineRules.RECEIVED,
                    end,
                    period.bounds(),
                    least(day -> limit.begunBefore(begin(day.plusDays(1)))))
                : new Condition.Within(DeadlineRules.RECEIVED, end, time, true));
  }

  /** The condition that a date-time of a grievance received in the period is after the deadline. */
  Condition late(Field end) {
    return byRule(
        (limit, time) ->
            time == null
                ? new Condition.AtLeastByRange(
                    end,
                    DeadlineRules.RECEIVED,
                    period.bounds(),
                    least(day -> limit.due(begin(day))))
                : new Condition.Within(end, DeadlineRules.RECEIVED, time.negated()));
  }

  /**
   * @param condition for a rule, and its time if that is not in days
   */
  private Condition byRule(BiFunction<TimeLimit, Duration, Condition> condition) {
    List<List<Condition>> alternatives = new ArrayList<>();
    for (DeadlineRules.Group group : rules.decisions()) {
      if (group.from().equals(DeadlineRules.RECEIVED)) {
        List<Condition> all = new ArrayList<>(group.conditions());
        all.add(condition.apply(group.limit(), group.limit().hours().orElse(null)));
        alternatives.add(all);
      }
    }
    return new Condition.AnyOf(alternatives);
  }

  private List<LocalDateTime> least(Function<LocalDate, LocalDateTime> ofDay) {
    return period.days().stream().map(ofDay).toList();
  }

  private LocalDateTime begin(LocalDate day) {
    return period.calendar().begin(day);
  }
}
