package org.grievances.database.dialect;

import java.util.List;
import org.grievances.schema.Field;
import org.grievances.schema.Table;

/** The index of a table on the words in the texts of some fields. */
public record WordIndex(Table table, List<Field> fields) implements ListIndex {

  @Override
  public String name() {
    return table.name() + "_by_words";
  }
}
