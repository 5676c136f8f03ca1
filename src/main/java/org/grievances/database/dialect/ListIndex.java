package org.grievances.database.dialect;

import org.grievances.schema.Table;

/** An index that serves lists of a table. */
public sealed interface ListIndex permits SortIndex, WordIndex {
  Table table();

  String name();

  /** Whether it is a part of the schema. */
  default boolean isPartOfSchema() {
    return false;
  }
}
