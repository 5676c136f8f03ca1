package org.grievances.reports;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.grievances.grievance.Grievance;
import org.grievances.schema.Condition;
import org.grievances.schema.Field;

/**
 * The rows of a report.
 *
 * @param conditions that all grievances fulfil which have a row
 */
record RowPlan(List<Condition> conditions, List<Column> columns) {

  Set<String> schemes() {
    return columns.stream()
        .flatMap(column -> column.scheme().stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The members that are read of each grievance, its key among them. */
  List<Field> fields(CodeMap map) {
    return Stream.of(
            Stream.of(Grievance.TABLE.keyField()),
            columns.stream().flatMap(column -> column.field().stream()),
            map.fields(schemes()).stream())
        .flatMap(each -> each)
        .distinct()
        .toList();
  }
}
