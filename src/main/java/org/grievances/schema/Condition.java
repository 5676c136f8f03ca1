package org.grievances.schema;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** A condition that all records of a list fulfil. */
public sealed interface Condition {

  /** Whether a record with these values fulfils it; a comparison to no value is not fulfilled. */
  boolean isFulfilled(Function<Field, Object> values);

  /** The fields that it is about. */
  Stream<Field> fields();

  /**
   * Compares a field to a value.
   *
   * @param value null where the comparison needs none
   */
  record Compared(Field field, Comparison comparison, Object value) implements Condition {

    @Override
    public boolean isFulfilled(Function<Field, Object> values) {
      Object stored = values.apply(field);
      return switch (comparison) {
        case EQUAL, SORTED_ALIKE -> stored != null && order(stored) == 0;
        case NOT_EQUAL -> stored == null || order(stored) != 0;
        case AT_LEAST -> stored != null && order(stored) >= 0;
        case GREATER -> stored != null && order(stored) > 0;
        case LESS -> stored != null && order(stored) < 0;
        case IS_NULL -> stored == null;
        case IS_NOT_NULL -> stored != null;
      };
    }

    @SuppressWarnings("unchecked") // values of one field have one type
    private int order(Object stored) {
      return ((Comparable<Object>) stored).compareTo(value);
    }

    @Override
    public Stream<Field> fields() {
      return Stream.of(field);
    }
  }

  /**
   * Compares a field to several values.
   *
   * @param excluded whether its value is none of them, or missing, instead of one of them
   */
  record OneOf(Field field, Set<Object> values, boolean excluded) implements Condition {

    @Override
    public boolean isFulfilled(Function<Field, Object> stored) {
      Object value = stored.apply(field);
      return (value != null && values.contains(value)) != excluded;
    }

    @Override
    public Stream<Field> fields() {
      return Stream.of(field);
    }
  }

  /**
   * The texts of some fields together have all of these words; see {@link Words}.
   *
   * @param words in lower case
   */
  record HasWords(List<Field> texts, List<String> words) implements Condition {

    @Override
    public boolean isFulfilled(Function<Field, Object> values) {
      List<String> lowerCase =
          texts.stream()
              .map(values)
              .filter(Objects::nonNull)
              .map(text -> Words.lowerCase((String) text))
              .toList();
      return words.stream()
          .allMatch(word -> lowerCase.stream().anyMatch(text -> Words.isIn(text, word)));
    }

    @Override
    public Stream<Field> fields() {
      return texts.stream();
    }
  }

  /**
   * A record names a key: in a list or, where it has none because the keys are too many, between
   * the first and the last of them, as far as these are known.
   *
   * @param keys the field of the list
   * @param first the field of the first key
   * @param last the field of the last key
   */
  record NamesKey(Field keys, Field first, Field last, int key) implements Condition {

    @Override
    public boolean isFulfilled(Function<Field, Object> values) {
      List<?> named = (List<?>) values.apply(keys);
      if (named != null) {
        return named.contains(key);
      }
      Integer from = (Integer) values.apply(first);
      Integer to = (Integer) values.apply(last);
      return (from == null || from <= key) && (to == null || key <= to);
    }

    @Override
    public Stream<Field> fields() {
      return Stream.of(keys, first, last);
    }
  }

  /** All conditions of at least one of several lists are fulfilled. */
  record AnyOf(List<List<Condition>> alternatives) implements Condition {

    @Override
    public boolean isFulfilled(Function<Field, Object> values) {
      return alternatives.stream()
          .anyMatch(all -> all.stream().allMatch(c -> c.isFulfilled(values)));
    }

    @Override
    public Stream<Field> fields() {
      return alternatives.stream().flatMap(List::stream).flatMap(Condition::fields);
    }
  }

  /**
   * A whole number is one of many, or none of them.
   *
   * @param excluded whether it is none of them, instead of one
   */
  record AmongKeys(Field field, Set<Integer> keys, boolean excluded) implements Condition {

    @Override
    public boolean isFulfilled(Function<Field, Object> values) {
      return keys.contains(values.apply(field)) != excluded;
    }

    @Override
    public Stream<Field> fields() {
      return Stream.of(field);
    }
  }

  /**
   * A date-time is at least the one for the range that another is in; both have values, and the
   * other one is in a range.
   *
   * @param bounds of the ranges, in ascending order: the beginning of each, and the end of the last
   * @param least for each range
   */
  record AtLeastByRange(
      Field field, Field ranged, List<LocalDateTime> bounds, List<LocalDateTime> least)
      implements Condition {

    @Override
    public boolean isFulfilled(Function<Field, Object> values) {
      LocalDateTime value = (LocalDateTime) values.apply(field);
      LocalDateTime other = (LocalDateTime) values.apply(ranged);
      if (value == null || other == null) {
        return false;
      }
      int found = Collections.binarySearch(bounds, other);
      int range = found >= 0 ? found : -found - 2;
      return range >= 0 && range < least.size() && !value.isBefore(least.get(range));
    }

    @Override
    public Stream<Field> fields() {
      return Stream.of(field, ranged);
    }
  }

  /**
   * One date-time is less than a time after another; both have values.
   *
   * @param time in whole seconds; negative for before
   * @param inclusive whether the end of the time counts
   */
  record Within(Field from, Field to, Duration time, boolean inclusive) implements Condition {

    public Within(Field from, Field to, Duration time) {
      this(from, to, time, false);
    }

    @Override
    public boolean isFulfilled(Function<Field, Object> values) {
      LocalDateTime start = (LocalDateTime) values.apply(from);
      LocalDateTime end = (LocalDateTime) values.apply(to);
      return start != null && end != null && end.compareTo(start.plus(time)) < (inclusive ? 1 : 0);
    }

    @Override
    public Stream<Field> fields() {
      return Stream.of(from, to);
    }
  }

  static Condition of(Field field, Comparison comparison, Object value) {
    return new Compared(field, comparison, value);
  }

  /** A field has one of these values, of which there is at least one. */
  static Condition oneOf(Field field, Set<Object> values) {
    return values.size() == 1
        ? of(field, Comparison.EQUAL, values.iterator().next())
        : new OneOf(field, values, false);
  }

  /** A field has none of these values, of which there is at least one, or no value. */
  static Condition noneOf(Field field, Set<Object> values) {
    return values.size() == 1
        ? of(field, Comparison.NOT_EQUAL, values.iterator().next())
        : new OneOf(field, values, true);
  }

  static Condition absent(Field field) {
    return new Compared(field, Comparison.IS_NULL, null);
  }

  static Condition present(Field field) {
    return new Compared(field, Comparison.IS_NOT_NULL, null);
  }

  /** How the value of a field is compared. */
  enum Comparison {
    EQUAL,
    /** A value with the same place in the sort order; some products sort different texts alike. */
    SORTED_ALIKE,
    /** Another value, or none. */
    NOT_EQUAL,
    /** The value or a greater one. */
    AT_LEAST,
    /** A greater value. */
    GREATER,
    /** A lesser value. */
    LESS,
    /** There is no value. */
    IS_NULL,
    /** There is a value. */
    IS_NOT_NULL;

    public boolean needsValue() {
      return this != IS_NULL && this != IS_NOT_NULL;
    }
  }
}
