package org.grievances.database.dialect;

import java.util.Optional;
import org.grievances.schema.Field;
import org.grievances.schema.Table;

/**
 * The index of a table on a field and then on its key.
 *
 * @param without a field that its rows have no value in; all rows have an entry if it is empty
 */
public record SortIndex(Table table, Field field, Optional<Field> without) {

  public String name() {
    return table.name()
        + ("_by_" + field.column())
        + without.map(absent -> "_without_" + absent.column()).orElse("");
  }
}
