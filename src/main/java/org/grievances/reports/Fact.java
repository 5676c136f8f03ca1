package org.grievances.reports;

import java.util.List;
import org.grievances.schema.Condition;

/** All of some conditions, which a grievance fulfils or not. */
record Fact(List<Condition> conditions) {

  static Fact of(Condition... conditions) {
    return new Fact(List.of(conditions));
  }

  /** At least one of several. */
  static Fact any(Fact... facts) {
    return of(new Condition.AnyOf(List.of(facts).stream().map(Fact::conditions).toList()));
  }
}
