package org.grievances.database.dialect;

import org.grievances.schema.Field;
import org.grievances.schema.Table;

/** The index of a table by a field, and then by its key. */
public record SortIndex(Table table, Field field) {

  public String name() {
    return table.name() + "_by_" + field.column();
  }
}
