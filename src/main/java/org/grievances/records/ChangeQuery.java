package org.grievances.records;

import java.util.Optional;
import org.grievances.database.history.ChangePlace;

/**
 * Which changes to the records of a table are read.
 *
 * @param start where they begin
 * @param limit the maximum number of changes
 */
public record ChangeQuery(Start start, int limit) {

  /** Where changes begin. */
  public sealed interface Start {}

  /** After a place. */
  public record After(ChangePlace place) implements Start {}

  /** Before the oldest change that is kept, or after all that are committed now. */
  public enum End implements Start {
    OLDEST,
    NOW
  }

  /** The same number of changes after a place. */
  public ChangeQuery after(ChangePlace place) {
    return new ChangeQuery(new After(place), limit);
  }

  /** The place after which they begin; empty if it is yet to be found. */
  Optional<ChangePlace> place() {
    return start instanceof After after ? Optional.of(after.place()) : Optional.empty();
  }
}
