package org.grievances.reports;

import static java.util.stream.Collectors.toCollection;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.grievances.schema.Condition;
import org.grievances.schema.Field;

/**
 * The grievances that a report counts or lists.
 *
 * @param where conditions that all grievances fulfil which it counts in any way
 * @param numbers that it gives
 * @param unknown what is not known, and of which grievances
 * @param rules by which it is made, for people
 * @param rate derived from the numbers; empty if there is none
 * @param rows that it lists; empty if it gives numbers
 */
record ReportPlan(
    List<Condition> where,
    List<Measure> numbers,
    List<Measure> unknown,
    List<String> rules,
    Optional<Rate> rate,
    Optional<RowPlan> rows) {

  static ReportPlan of(
      List<Condition> where, List<Measure> numbers, List<Measure> unknown, List<String> rules) {
    return new ReportPlan(where, numbers, unknown, rules, Optional.empty(), Optional.empty());
  }

  ReportPlan with(Rate added) {
    return new ReportPlan(where, numbers, unknown, rules, Optional.of(added), rows);
  }

  ReportPlan with(RowPlan added) {
    return new ReportPlan(where, numbers, unknown, rules, rate, Optional.of(added));
  }

  Stream<Measure> measures() {
    return Stream.concat(numbers.stream(), unknown.stream());
  }

  List<Fact> facts() {
    return measures().flatMap(measure -> measure.facts().stream()).distinct().toList();
  }

  /** The schemes by whose codes it counts or lists. */
  Set<String> schemes() {
    return Stream.concat(
            measures().flatMap(measure -> measure.coded().stream()).map(Measure.Coded::scheme),
            rows.stream().flatMap(each -> each.schemes().stream()))
        .collect(toCollection(LinkedHashSet::new));
  }

  /** The members that it depends on. */
  Stream<Field> fields(CodeMap map) {
    return Stream.of(
            where.stream().flatMap(Condition::fields),
            measures()
                .flatMap(measure -> measure.conditions(map).stream().flatMap(Condition::fields)),
            rows.stream().flatMap(each -> each.fields(map).stream()))
        .flatMap(each -> each);
  }
}
