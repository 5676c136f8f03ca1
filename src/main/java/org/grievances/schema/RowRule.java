package org.grievances.schema;

import java.util.Optional;

/** A rule that the values of one record must fulfil together. */
@FunctionalInterface
public interface RowRule {

  /** A rule that every record fulfils. */
  final class None implements RowRule {
    @Override
    public Optional<Violation> violation(Table table, Object[] row) {
      return Optional.empty();
    }
  }

  /**
   * A value that breaks a rule.
   *
   * @param field that has it
   * @param reason what is wrong with it, without the value
   */
  record Violation(Field field, String reason) {}

  /**
   * @param row all values of the record, in the order of the table
   */
  Optional<Violation> violation(Table table, Object[] row);
}
