package org.grievances.reports;

import java.util.Map;

/**
 * The numbers that a report has counted.
 *
 * @param byMeasure how many grievances each of its measures has
 */
record Counts(ReportRequest request, ReportPlan plan, CodeMap map, Map<Measure, Long> byMeasure) {

  long of(Measure measure) {
    return byMeasure.getOrDefault(measure, 0L);
  }

  /** The number with a code. */
  long of(String code) {
    return plan.numbers().stream()
        .filter(each -> each.code().equals(code))
        .mapToLong(this::of)
        .sum();
  }
}
