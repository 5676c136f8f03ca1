package org.grievances.database.dialect;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.grievances.schema.Condition;
import org.grievances.schema.Field;

/** The conditions that a product leaves to the service, which checks each row that it reads. */
final class RowCheck {
  private final List<Condition> conditions;
  private final int shown;
  private final List<Field> fields;
  private final Map<String, Integer> positions = new HashMap<>();

  /**
   * @param shown the fields that are read whatever the conditions are
   */
  RowCheck(Dialect dialect, List<Condition> conditions, List<Field> shown) {
    this.conditions = conditions.stream().filter(Predicate.not(dialect::checks)).toList();
    this.shown = shown.size();
    this.fields =
        Stream.concat(shown.stream(), this.conditions.stream().flatMap(Condition::fields))
            .distinct()
            .toList();
    this.fields.forEach(field -> positions.put(field.name(), positions.size()));
  }

  /** Whether there are such conditions. */
  boolean isNeeded() {
    return !conditions.isEmpty();
  }

  /** The fields to read: those that are shown, and then the others of the conditions. */
  List<Field> fields() {
    return fields;
  }

  /**
   * @param row the values of the fields to read
   */
  boolean isPassed(Object[] row) {
    return conditions.stream()
        .allMatch(condition -> condition.isFulfilled(field -> row[positions.get(field.name())]));
  }

  /** The values of the fields that are shown. */
  Object[] shown(Object[] row) {
    return row.length == shown ? row : Arrays.copyOf(row, shown);
  }
}
