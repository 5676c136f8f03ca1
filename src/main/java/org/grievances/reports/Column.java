package org.grievances.reports;

import static java.util.stream.Collectors.joining;

import java.util.Optional;
import java.util.function.Function;
import org.grievances.grievance.Grievance;
import org.grievances.schema.Field;

/**
 * A column of a report in rows: a member of the grievance or its case, or its codes of a scheme.
 *
 * @param field empty if there is a scheme
 */
record Column(String name, Optional<Field> field, Optional<String> scheme) {

  static Column of(String name, String member) {
    return new Column(name, Optional.of(Grievance.STORED.field(member)), Optional.empty());
  }

  static Column ofScheme(String name, String scheme) {
    return new Column(name, Optional.empty(), Optional.of(scheme));
  }

  /** The source as a layout names it; empty if each cell is the same. */
  Optional<String> source() {
    return field.map(Field::name).or(() -> scheme.map(each -> "codes." + each));
  }

  /** The value for a grievance; null for none. Several codes have blanks between them. */
  Object value(CodeMap map, Integer key, Function<Field, Object> values) {
    return field
        .map(values)
        .orElseGet(
            () ->
                scheme
                    .map(each -> map.codes(each, key, values).stream().collect(joining(" ")))
                    .filter(codes -> !codes.isEmpty())
                    .orElse(null));
  }
}
