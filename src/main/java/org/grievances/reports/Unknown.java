package org.grievances.reports;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.grievances.failure.FailureException;
import org.grievances.failure.ProblemType;

/**
 * A fact that a report needs, and that is not known.
 *
 * @param count of how many grievances; 1 for the enrolment
 * @param isOfGrievances whether it is one of grievances
 */
record Unknown(String fact, long count, boolean isOfGrievances) {

  /** Those of a report. */
  static List<Unknown> in(Counts counts) {
    List<Unknown> all = new ArrayList<>();
    for (Measure measure : counts.plan().unknown()) {
      if (counts.of(measure) > 0) {
        all.add(new Unknown(measure.code(), counts.of(measure), true));
      }
    }
    counts
        .plan()
        .rate()
        .filter(rate -> rate.enrolment().isEmpty())
        .ifPresent(rate -> all.add(new Unknown(Rate.ENROLMENT, 1, false)));
    return all;
  }

  /**
   * Checks that a report can be final.
   *
   * @throws FailureException {@code REPORT_INCOMPLETE} if something is unknown
   */
  static void check(Counts counts) {
    List<Unknown> all = in(counts);
    if (!all.isEmpty()) {
      throw new FailureException(
          ProblemType.REPORT_INCOMPLETE,
          all.stream()
              .map(Unknown::text)
              .collect(Collectors.joining("; ", "The report cannot be final: unknown ", ".")));
    }
  }

  private String text() {
    return isOfGrievances ? fact + " of " + count + " grievances" : fact;
  }
}
