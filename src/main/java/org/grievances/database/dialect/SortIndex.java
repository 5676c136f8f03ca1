package org.grievances.database.dialect;

import java.util.Optional;
import org.grievances.schema.Field;
import org.grievances.schema.Table;

/**
 * The index of a table on a field and then on its key.
 *
 * @param descending whether it begins with the greatest value, for a product that reads an index in
 *     one direction only
 * @param without a field that its rows have no value in; all rows have an entry if it is empty
 */
public record SortIndex(Table table, Field field, boolean descending, Optional<Field> without)
    implements ListIndex {

  @Override
  public String name() {
    return table.name()
        + ("_by_" + field.column())
        + (descending ? "_desc" : "")
        + without.map(absent -> "_without_" + absent.column()).orElse("");
  }

  /** The primary key is one for the ascending order of keys. */
  @Override
  public boolean isPartOfSchema() {
    return field.key() && !descending && without.isEmpty();
  }
}
