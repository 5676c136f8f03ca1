package org.grievances.database.dialect;

import static java.util.stream.Collectors.joining;

import java.util.List;
import org.grievances.schema.Field;
import org.grievances.schema.Table;

/**
 * The index of a table on a field and then on its key.
 *
 * @param descending whether it begins with the greatest value, for a product that reads an index in
 *     one direction only
 * @param without the fields that its rows have no value in; all rows have an entry if it is empty
 */
public record SortIndex(Table table, Field field, boolean descending, List<Field> without)
    implements ListIndex {
  /** PostgreSQL cuts longer names off. */
  private static final int MAX_NAME = 63;

  private static final int LENGTH_OF_HASH = 9;

  @Override
  public String name() {
    String absent = without.stream().map(Field::column).collect(joining("_"));
    String name =
        table.name()
            + ("_by_" + field.column())
            + (descending ? "_desc" : "")
            + (without.isEmpty() ? "" : "_without_" + absent);
    return name.length() <= MAX_NAME
        ? name
        : "%s_%08x".formatted(name.substring(0, MAX_NAME - LENGTH_OF_HASH), name.hashCode());
  }

  /** The primary key is one for the ascending order of keys. */
  @Override
  public boolean isPartOfSchema() {
    return field.key() && !descending && without.isEmpty();
  }
}
