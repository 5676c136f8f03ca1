package org.grievances.settings;

import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;

/**
 * A rule of deadlines, as the operator configured it; its parts do not contradict each other. A
 * grievance that has all that the rule asks for has the deadline.
 *
 * @param member with the code that a grievance must have; there if the code is
 * @param line of business that a grievance must have
 * @param processing that a grievance must have
 * @param since the first day of the receipts that it is for
 * @param within ISO 8601: days as in P30D, or hours as in PT24H
 * @param holidays there if its days are business days
 * @param oralSuffices whether an oral notice is enough for a grievance that was not received in
 *     writing
 */
public record ConfiguredRule(
    String name,
    DeadlineKind kind,
    Optional<String> member,
    Optional<String> code,
    Optional<String> line,
    Optional<String> processing,
    Optional<LocalDate> since,
    String within,
    Optional<Set<LocalDate>> holidays,
    boolean oralSuffices) {

  /** The rule for decisions on all grievances that no other one fits. */
  public static ConfiguredRule standard(String within) {
    return new ConfiguredRule(
        "standard",
        DeadlineKind.DECISION,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        within,
        Optional.empty(),
        false);
  }

  /** Whether it fits every grievance. */
  public boolean fitsAll() {
    return code.isEmpty() && line.isEmpty() && processing.isEmpty() && since.isEmpty();
  }
}
