package org.grievances.reports;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.grievances.schema.Condition;

/**
 * Grievances that a report counts: those that fulfil all facts and, in a scheme, have a code or
 * none.
 *
 * @param code names it in the report
 * @param text what it is
 */
record Measure(String code, String text, List<Fact> facts, Optional<Coded> coded) {

  /**
   * @param code of the scheme; empty for those without any
   */
  record Coded(String scheme, Optional<String> code) {}

  static Measure of(String code, String text, Fact... facts) {
    return new Measure(code, text, List.of(facts), Optional.empty());
  }

  Measure with(String scheme, String ofScheme) {
    return new Measure(code, text, facts, Optional.of(new Coded(scheme, Optional.of(ofScheme))));
  }

  Measure without(String scheme) {
    return new Measure(code, text, facts, Optional.of(new Coded(scheme, Optional.empty())));
  }

  /** The conditions that all of its grievances fulfil, and no others. */
  List<Condition> conditions(CodeMap map) {
    List<Condition> conditions = new ArrayList<>();
    facts.forEach(fact -> conditions.addAll(fact.conditions()));
    coded.ifPresent(each -> conditions.addAll(map.conditions(each)));
    return conditions;
  }
}
