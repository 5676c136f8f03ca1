package org.grievances.cases.event;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.grievances.schema.RowRule;
import org.grievances.schema.Table;

/**
 * An event has happened. A day is left for clocks that are wrong, and for dates of places where it
 * is tomorrow already.
 */
final class EventRule implements RowRule {
  private static final int DAYS = 1;

  @Override
  public Optional<Violation> violation(Table table, Object[] row) {
    LocalDateTime at = (LocalDateTime) row[table.position("at")];
    return at != null && at.isAfter(LocalDateTime.now(ZoneOffset.UTC).plusDays(DAYS))
        ? Optional.of(new Violation(table.field("at"), "in the future by more than a day"))
        : Optional.empty();
  }
}
