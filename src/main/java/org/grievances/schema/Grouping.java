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

  /**
   * By the range that a value is in, of the first branch that applies; the group is the number of
   * the first bound above the value, from 0, or the number of bounds if none is or there is no
   * value. The numbers of a branch follow those of the branches before it.
   */
  record ByRange(List<Branch> branches) implements Grouping {

    /** By the ranges of one field. */
    public static ByRange of(Field field, List<?> bounds) {
      return new ByRange(List.of(new Branch(List.of(), field, bounds)));
    }
  }

  /**
   * The ranges of some records.
   *
   * @param conditions that they all fulfil
   * @param bounds in ascending order
   */
  record Branch(List<Condition> conditions, Field field, List<?> bounds) {}
}
