package org.grievances.database;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Who changes records, and when: in UTC, to the microsecond. */
public record Stamp(LocalDateTime date, Author author) {

  public static Stamp now(Author author) {
    return new Stamp(LocalDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS), author);
  }
}
