package org.grievances.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.grievances.grievance.Grievance;
import org.grievances.schema.Condition.Comparison;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records are grouped as SQL does it, where no value fulfils no comparison. */
class GroupingTest {
  private static final Field RECEIVED = Grievance.TABLE.field("grievance_Received");
  private static final Field RESOLVED = Grievance.TABLE.field("grievance_Resolved");
  private static final Field STATUS = Grievance.TABLE.field("grievance_Status");

  private final Map<Field, Object> record = new HashMap<>();

  @ParameterizedTest
  @CsvSource({
    "2026-01-01T00:00, 0",
    "2026-02-01T00:00, 1",
    "2026-02-28T23:59:59.999999, 1",
    "2026-03-01T00:00, 3",
    "2026-04-01T00:00, 4",
    ", 4"
  })
  void rangeIsThatOfTheFirstBoundAbove(LocalDateTime received, int group) {
    record.put(RECEIVED, received);
    List<LocalDateTime> bounds =
        List.of(day("2026-02-01"), day("2026-03-01"), day("2026-03-01"), day("2026-04-01"));
    assertEquals(group, Grouping.ByRange.of(RECEIVED, bounds).groupOf(record::get));
    List<List<Condition>> cases =
        bounds.stream()
            .map(bound -> List.of(Condition.of(RECEIVED, Comparison.LESS, bound)))
            .toList();
    assertEquals(group, new Grouping.ByCase(cases).groupOf(record::get));
  }

  @ParameterizedTest
  @CsvSource({
    "Open, 2026-01-01, 0",
    "Open, 2026-03-01, 1",
    "Other, 2026-01-01, 2",
    ", 2026-03-01, 4"
  })
  void numbersOfBranchesFollowEachOther(String status, String received, int group) {
    record.put(STATUS, status);
    record.put(RECEIVED, day(received));
    Condition open = Condition.of(STATUS, Comparison.EQUAL, "Open");
    Grouping grouping =
        new Grouping.ByRange(
            List.of(
                new Grouping.Branch(List.of(open), RECEIVED, List.of(day("2026-02-01"))),
                new Grouping.Branch(
                    List.of(), RECEIVED, List.of(day("2026-02-01"), day("2026-02-02")))));
    assertEquals(group, grouping.groupOf(record::get));
  }

  @ParameterizedTest
  @CsvSource({"2026-01-02T23:59:59, 0", "2026-01-03T00:00, 1", ", 1"})
  void timeBetweenIsInWholeDays(LocalDateTime resolved, int group) {
    record.put(RECEIVED, day("2026-01-01"));
    record.put(RESOLVED, resolved);
    Condition within = new Condition.Within(RECEIVED, RESOLVED, Duration.ofDays(2));
    assertEquals(group, new Grouping.ByCase(List.of(List.of(within))).groupOf(record::get));
  }

  @ParameterizedTest
  @CsvSource({
    "EQUAL, A, true",
    "EQUAL, B, false",
    "EQUAL, , false",
    "NOT_EQUAL, A, false",
    "NOT_EQUAL, B, true",
    "NOT_EQUAL, , true",
    "AT_LEAST, A, true",
    "GREATER, A, false",
    "GREATER, B, true",
    "LESS, , false",
    "IS_NULL, , true",
    "IS_NULL, A, false",
    "IS_NOT_NULL, , false",
    "IS_NOT_NULL, A, true"
  })
  void comparisonToNoValueIsNotFulfilled(Comparison comparison, String stored, boolean expected) {
    record.put(STATUS, stored);
    Condition condition = Condition.of(STATUS, comparison, "A");
    assertEquals(expected, condition.isFulfilled(record::get));
    Condition any = new Condition.AnyOf(List.of(List.of(condition)));
    assertEquals(expected, any.isFulfilled(record::get));
  }

  @Test
  void fieldsAreThoseOfConditionsAndRanges() {
    Condition open = Condition.of(STATUS, Comparison.EQUAL, "Open");
    Grouping grouping =
        new Grouping.ByRange(List.of(new Grouping.Branch(List.of(open), RECEIVED, List.of())));
    assertEquals(List.of(RECEIVED, STATUS), grouping.fields().toList());
  }

  private static LocalDateTime day(String date) {
    return LocalDateTime.parse(date + "T00:00");
  }
}
