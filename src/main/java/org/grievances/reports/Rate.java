package org.grievances.reports;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * A number for each thousand members.
 *
 * @param of the code of the number of grievances
 * @param enrolment the average number of members; empty if it is not known
 */
record Rate(String code, String text, String of, Optional<BigDecimal> enrolment) {
  static final String ENROLMENT = "enrolment";
  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);
  private static final int DIGITS = 2;

  /** Rounded to two digits; empty if the enrolment is not known. */
  Optional<BigDecimal> value(long count) {
    return enrolment.map(
        members ->
            BigDecimal.valueOf(count)
                .multiply(THOUSAND)
                .divide(members, DIGITS, RoundingMode.HALF_UP));
  }
}
