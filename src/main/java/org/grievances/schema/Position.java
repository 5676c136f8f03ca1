package org.grievances.schema;

import java.util.ArrayList;
import java.util.List;
import org.grievances.schema.Condition.Comparison;

/**
 * A place in a sorted list: the values that a row has in the fields that the list is sorted by, the
 * last of which is the key. Records without a value come after all others, and first in descending
 * order.
 */
public record Position(List<Object> values) {

  /**
   * The rows after this place, in parts that follow each other. In each, fields are compared to
   * single values, so that an index serves it however long the list is.
   */
  public List<List<Condition>> after(List<Sort> sorts) {
    List<List<Condition>> parts = new ArrayList<>();
    for (int sort = sorts.size() - 1; sort >= 0; sort--) {
      List<Condition> same = new ArrayList<>();
      for (int before = 0; before < sort; before++) {
        same.add(same(sorts.get(before).field(), values.get(before)));
      }
      for (Condition following : following(sorts.get(sort), values.get(sort))) {
        List<Condition> part = new ArrayList<>(same);
        part.add(following);
        parts.add(part);
      }
    }
    return parts;
  }

  private static Condition same(Field field, Object value) {
    return value == null
        ? Condition.absent(field)
        : Condition.of(field, Comparison.SORTED_ALIKE, value);
  }

  private static List<Condition> following(Sort sort, Object value) {
    Field field = sort.field();
    if (sort.descending()) {
      return List.of(
          value == null ? Condition.present(field) : Condition.of(field, Comparison.LESS, value));
    }
    if (value == null) {
      return List.of();
    }
    Condition greater = Condition.of(field, Comparison.GREATER, value);
    return field.required() ? List.of(greater) : List.of(greater, Condition.absent(field));
  }
}
