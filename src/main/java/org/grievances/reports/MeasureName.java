package org.grievances.reports;

import java.util.List;
import java.util.Optional;
import org.grievances.http.request.RequestParameters;

/**
 * Names a number of a report, or an unknown fact.
 *
 * @param isFact whether it is an unknown fact
 */
record MeasureName(String code, boolean isFact) {

  /**
   * @throws org.grievances.failure.FailureException {@code MALFORMED_REQUEST} if there is none
   */
  Measure of(ReportPlan plan) {
    List<Measure> all = isFact ? plan.unknown() : plan.numbers();
    Optional<String> ofRate =
        plan.rate().filter(rate -> !isFact && rate.code().equals(code)).map(Rate::of);
    String counted = ofRate.orElse(code);
    return all.stream()
        .filter(measure -> measure.code().equals(counted))
        .findFirst()
        .orElseThrow(
            () ->
                RequestParameters.malformed(
                    isFact
                        ? "The parameter unknown is no fact that this report needs."
                        : "The parameter number is none of this report."));
  }
}
