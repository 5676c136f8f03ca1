package org.grievances.reports;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.grievances.database.Reading;
import org.grievances.database.dialect.GroupCount;
import org.grievances.database.dialect.QueryLimit;
import org.grievances.grievance.Grievance;
import org.grievances.schema.Condition;
import org.grievances.schema.Condition.Comparison;
import org.grievances.schema.Field;
import org.grievances.schema.Grouping;
import org.grievances.schema.Sort;

/**
 * Counts what a report measures in one pass, in which the database groups grievances by the facts
 * and by the values that have codes. A second one is for those that have codes of their own, each
 * of which is a group. The codes of each group are found here.
 */
final class Counting {
  private static final int MAX_CODES = 1_000_000;

  private final ReportPlan plan;
  private final CodeMap map;
  private final List<Fact> facts;
  private final List<Field> fields;
  private final List<Grouping> groupings = new ArrayList<>();
  private final Map<Measure, Long> counts = new HashMap<>();

  private Counting(ReportPlan plan, CodeMap map, Set<String> schemes) {
    this.plan = plan;
    this.map = map;
    this.facts = plan.facts();
    this.fields = map.fields(schemes);
    facts.forEach(fact -> groupings.add(new Grouping.ByCase(List.of(fact.conditions()))));
    fields.forEach(field -> groupings.add(byValue(field, schemes)));
  }

  /** All codes, as they are now. */
  static CodeMap codes(Reading reading) throws SQLException {
    List<Sort> byKey = List.of(new Sort(ReportCode.TABLE.keyField(), false));
    return CodeMap.of(
        reading
            .list(ReportCode.TABLE, ReportCode.TABLE.fields(), List.of(), byKey, 0, MAX_CODES)
            .stream()
            .map(row -> (ReportCode) ReportCode.TABLE.newEntity(row))
            .toList());
  }

  static Map<Measure, Long> run(Reading reading, ReportPlan plan, CodeMap map, QueryLimit limit)
      throws SQLException {
    Set<String> schemes = plan.schemes();
    Set<Integer> own = map.keys(schemes);
    Counting counting = new Counting(plan, map, schemes);
    counting.add(reading, own.isEmpty() ? Optional.empty() : Optional.of(among(own, true)), limit);
    if (!own.isEmpty()) {
      counting.groupings.add(new Grouping.ByValue(Grievance.TABLE.keyField()));
      counting.add(reading, Optional.of(among(own, false)), limit);
    }
    return counting.counts;
  }

  /** The groups of a plan that depends on no codes. */
  static List<Grouping> groupings(ReportPlan plan) {
    return new Counting(plan, CodeMap.of(List.of()), Set.of()).groupings;
  }

  /** The numbers of such a plan by their codes. */
  static Map<String, Long> byNumber(ReportPlan plan, List<GroupCount> groups) {
    Counting counting = new Counting(plan, CodeMap.of(List.of()), Set.of());
    Map<String, Long> numbers = new HashMap<>();
    plan.numbers().forEach(number -> numbers.put(number.code(), 0L));
    for (GroupCount group : groups) {
      plan.numbers().stream()
          .filter(number -> counting.isIn(number, group))
          .forEach(number -> numbers.merge(number.code(), group.count(), Long::sum));
    }
    return numbers;
  }

  private static Condition among(Set<Integer> keys, boolean excluded) {
    return new Condition.AmongKeys(Grievance.TABLE.keyField(), keys, excluded);
  }

  private void add(Reading reading, Optional<Condition> some, QueryLimit limit)
      throws SQLException {
    List<Condition> where = Stream.concat(plan.where().stream(), some.stream()).toList();
    for (GroupCount group : reading.countByGroup(Grievance.STORED, where, groupings, limit)) {
      plan.measures()
          .filter(measure -> isIn(measure, group))
          .forEach(measure -> counts.merge(measure, group.count(), Long::sum));
    }
  }

  private boolean isIn(Measure measure, GroupCount group) {
    return measure.facts().stream().allMatch(fact -> group.caseOf(facts.indexOf(fact)) == 0)
        && measure.coded().map(coded -> hasCode(coded, group)).orElse(true);
  }

  private boolean hasCode(Measure.Coded coded, GroupCount group) {
    int last = facts.size() + fields.size();
    Integer key = group.group().size() > last ? (Integer) group.group().get(last) : null;
    Set<String> codes = map.codes(coded.scheme(), key, values(group));
    return coded.code().map(codes::contains).orElseGet(codes::isEmpty);
  }

  private Function<Field, Object> values(GroupCount group) {
    return field -> {
      int position = facts.size() + fields.indexOf(field);
      Object value = group.group().get(position);
      return groupings.get(position) instanceof Grouping.ByCase
          ? caseValue(field, (Integer) value)
          : value;
    };
  }

  private Object caseValue(Field field, int number) {
    List<Object> values = map.values(field, plan.schemes());
    return number < values.size() ? values.get(number) : null;
  }

  /** Other texts than codes and names may have many values, of which only some have codes. */
  private Grouping byValue(Field field, Set<String> schemes) {
    if (field.list().isPresent() || !field.names().isEmpty()) {
      return new Grouping.ByValue(field);
    }
    List<Object> values = map.values(field, schemes);
    return new Grouping.ByCase(
        IntStream.range(0, values.size())
            .mapToObj(each -> List.of(Condition.of(field, Comparison.EQUAL, values.get(each))))
            .toList());
  }
}
