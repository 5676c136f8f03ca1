package org.grievances.schema;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** How records are grouped. */
public sealed interface Grouping {

  /** The group of a record with these values. */
  Object groupOf(Function<Field, Object> values);

  /** The fields that it is about. */
  Stream<Field> fields();

  /** By the value of a field. */
  record ByValue(Field field) implements Grouping {

    @Override
    public Object groupOf(Function<Field, Object> values) {
      return values.apply(field);
    }

    @Override
    public Stream<Field> fields() {
      return Stream.of(field);
    }
  }

  /**
   * By the first of several cases whose conditions are all fulfilled; the group is the number of
   * the case, from 0, or the number of cases if none applies.
   */
  record ByCase(List<List<Condition>> cases) implements Grouping {

    @Override
    public Integer groupOf(Function<Field, Object> values) {
      int number = 0;
      while (number < cases.size() && !areFulfilled(cases.get(number), values)) {
        number++;
      }
      return number;
    }

    @Override
    public Stream<Field> fields() {
      return cases.stream().flatMap(List::stream).flatMap(Condition::fields);
    }
  }

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

    @Override
    public Integer groupOf(Function<Field, Object> values) {
      int first = 0;
      for (Branch branch : branches) {
        if (areFulfilled(branch.conditions(), values)) {
          return first + branch.rangeOf(values.apply(branch.field()));
        }
        first += branch.bounds().size() + 1;
      }
      return first;
    }

    @Override
    public Stream<Field> fields() {
      return branches.stream()
          .flatMap(
              branch ->
                  Stream.concat(
                      Stream.of(branch.field()),
                      branch.conditions().stream().flatMap(Condition::fields)));
    }
  }

  private static boolean areFulfilled(List<Condition> conditions, Function<Field, Object> values) {
    return conditions.stream().allMatch(condition -> condition.isFulfilled(values));
  }

  /**
   * The ranges of some records.
   *
   * @param conditions that they all fulfil
   * @param bounds in ascending order
   */
  record Branch(List<Condition> conditions, Field field, List<?> bounds) {

    @SuppressWarnings("unchecked") // values of one field have one type
    private int rangeOf(Object value) {
      if (value == null) {
        return bounds.size();
      }
      int below = 0;
      int end = bounds.size();
      while (below < end) {
        int middle = (below + end) / 2;
        if (((Comparable<Object>) value).compareTo(bounds.get(middle)) < 0) {
          end = middle;
        } else {
          below = middle + 1;
        }
      }
      return below;
    }
  }
}
