package org.grievances.database.dialect;

import org.grievances.schema.Field;
import org.grievances.schema.Table;

/** The index of a table on a field and then on its key. */
public record SortIndex(Table table, Field field) {

  public String name() {
    return table.name() + "_by_" + field.column();
  }
}
