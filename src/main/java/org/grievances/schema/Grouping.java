package org.grievances.schema;

import java.util.List;

/** How records are grouped. */
public sealed interface Grouping {

  /** By the value of a field. */
  record ByValue(Field field) implements Grouping {}

  /**
   * By the first of several cases whose conditions are all fulfilled; the group is the number of
   * the case, from 0, or the number of cases if none applies.
   */
  record ByCase(List<List<Condition>> cases) implements Grouping {}
}
